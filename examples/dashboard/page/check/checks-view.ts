import type { InvoiceChecks } from "unvoice";
import { element } from "../ui/dom.ts";
import { fromNow, minute, plural } from "../ui/format.ts";
import { badge, bars, key, notice, ofWhole } from "../ui/parts.ts";
import { type NodeSummary, type Share, summarise } from "./node-summary.ts";

const SHOWN_HITS = 8;

/** What Reflex found about an invoice's nodes: flags first and loud, then node by node. */
export function checksView({ destinations }: InvoiceChecks): HTMLElement {
  const nodes = destinations.map(summarise);
  return element("div", { class: "checks" }, verdict(nodes), ...nodes.map(nodeView));
}

function verdict(nodes: NodeSummary[]): HTMLElement {
  const hits = nodes.flatMap((node) => node.hits);
  const unknown = nodes.filter((node) => !node.hasData).length;
  const silent = unknown > 0 ? `Of ${plural(unknown, "node")} Reflex knows nothing.` : "";
  if (hits.length > 0) {
    const names = [...new Set(hits.map(({ flag }) => flag))].join(", ");
    return notice("loud", `${plural(hits.length, "flag")}: ${names}.`, silent);
  }
  if (unknown === nodes.length) {
    return notice("warn", "No data.", "Reflex knows nothing of these nodes. That does not make them clean.");
  }
  return notice("calm", "No flags among what Reflex knows.", silent);
}

function nodeView(node: NodeSummary): HTMLElement {
  const heading = element("h3", {}, roleOf(node.location), " ", key(node.pubkey));
  if (!node.hasData) {
    return element("article", { class: "node" }, heading, element("p", { class: "hint" }, "No data on this node."));
  }
  return element(
    "article",
    { class: "node" },
    heading,
    hitList(node),
    element(
      "div",
      { class: "node-charts" },
      element("div", {}, element("h4", {}, "Countries of its IP addresses"), countryChart(node)),
      element("div", {}, element("h4", {}, "How it connects"), shareChart(node.shares, node.ipCount)),
    ),
    element("p", { class: "hint" }, figures(node)),
  );
}

/** The words of `field_location` are not documented: known readings are translated, others shown as they are. */
function roleOf(location: string | null): string {
  if (location !== null && /dest/i.test(location)) return "Payee";
  if (location !== null && /rout/i.test(location)) return "Route hint";
  return location ?? "Node";
}

function hitList({ hits }: NodeSummary): HTMLElement | null {
  if (hits.length === 0) return null;
  const shown = hits.slice(0, SHOWN_HITS);
  const list = element("ul", { class: "hits" });
  for (const { flag, where } of shown)
    list.append(element("li", {}, badge(flag, "loud"), " ", element("code", {}, where)));
  if (hits.length > SHOWN_HITS) list.append(element("li", {}, `and ${hits.length - SHOWN_HITS} more`));
  return list;
}

function countryChart({ countries, ipCount }: NodeSummary): HTMLElement {
  if (countries.length === 0) return element("p", { class: "hint" }, "Not known, as for a node behind Tor.");
  const rows = countries.map(({ name, amount }) => ({ name, amount, figure: ofWhole(amount, ipCount) }));
  return bars(rows, ipCount);
}

function shareChart(shares: Share[], whole: number): HTMLElement {
  if (whole === 0) return element("p", { class: "hint" }, "No IP addresses known.");
  const rows = shares.map((share) => ({ ...share, amount: share.yes, figure: shareInWords(share) }));
  const chart = bars(rows, whole);
  chart.classList.add("shares");
  return chart;
}

/** Where some answers are missing, the known ones are the whole: "not known" is not "no". */
function shareInWords({ yes, no, unknown }: Share): string {
  const known = yes + no;
  if (known === 0) return "not known";
  if (unknown > 0) return `${yes === 0 ? "none" : yes} of ${known} known`;
  return yes === 0 ? `none of ${known}` : ofWhole(yes, known);
}

function figures({ ipCount, currentIpCount, channelCount, addressCount, reportDate }: NodeSummary): string {
  const report =
    reportDate === null
      ? "Report of unknown date"
      : `Report of ${minute(reportDate)}, ${fromNow(new Date(reportDate))}`;
  const ips = `${plural(ipCount, "IP address", "IP addresses")}, ${currentIpCount} announced now`;
  return `${ips}. ${plural(channelCount, "channel")} with ${plural(addressCount, "address", "addresses")}. ${report}.`;
}
