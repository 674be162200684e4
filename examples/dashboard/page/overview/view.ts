import type { AggregatedInvoices } from "unvoice";
import { element } from "../ui/dom.ts";
import { bitcoin, count, percent, plural, satoshi } from "../ui/format.ts";
import { bars, key } from "../ui/parts.ts";
import { barChart, type Chart } from "./chart.ts";
import { type Timeline, timelineOf } from "./timeline.ts";

/** The sums over what the filter matches. */
export interface Overview {
  element: HTMLElement;
  destroy(): void;
}

const TOP = 6;
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Payments over time, and where they went. */
export function overview(aggregated: AggregatedInvoices): Overview {
  const timeline = timelineOf(aggregated);
  const charts = timeline.starts.length === 0 ? [] : timeCharts(timeline);
  const root = element(
    "div",
    { class: "overview-grid" },
    totals(aggregated),
    element(
      "div",
      { class: "charts" },
      ...(charts.length > 0 ? charts.map((chart) => chart.element) : [nothing()]),
      charts.length > 0 ? figures(timeline) : null,
    ),
    element("div", { class: "tops" }, destinations(aggregated), countries(aggregated)),
  );
  const destroy = () => {
    for (const chart of charts) chart.destroy();
  };
  return { element: root, destroy };
}

function totals({ total }: AggregatedInvoices): HTMLElement {
  const amount = total?.amount_msat ?? null;
  const invoices = total?.count ?? null;
  const mean = amount !== null && invoices ? satoshi((amount / BigInt(invoices) / 1000n) * 1000n) : "no data";
  const tile = (term: string, value: string) => element("div", {}, element("dt", {}, term), element("dd", {}, value));
  return element(
    "dl",
    { class: "totals" },
    tile("Sum", amount === null ? "no data" : bitcoin(amount)),
    tile("Invoices", invoices === null ? "no data" : count(invoices)),
    tile("Mean", mean),
  );
}

function timeCharts({ interval, starts, sats, counts }: Timeline): Chart[] {
  const width = interval?.toLowerCase() ?? "bucket";
  const formatTime = (seconds: number) => bucketName(seconds, interval);
  const span = `from ${formatTime(starts[0] ?? 0)} to ${formatTime(starts.at(-1) ?? 0)}`;
  return [
    barChart({
      title: `Amount per ${width}`,
      starts,
      values: sats,
      format: (value) => `${compact.format(value)} sat`,
      formatTime,
      summary: `Bar chart: amount per ${width}, ${span}. The figures are in the table below it.`,
    }),
    barChart({
      title: `Invoices per ${width}`,
      starts,
      values: counts,
      format: (value) => (Number.isInteger(value) ? count(value) : ""),
      formatTime,
      summary: `Bar chart: invoices per ${width}, ${span}. The figures are in the table below it.`,
    }),
  ];
}

function bucketName(seconds: number, interval: string | null): string {
  const iso = new Date(seconds * 1000).toISOString();
  const digits: Record<string, number> = { HOUR: 16, DAY: 10, MONTH: 7, YEAR: 4 };
  const name = iso.slice(0, digits[interval ?? ""] ?? 10).replace("T", " ");
  return interval === "WEEK" ? `week of ${name}` : name;
}

/** What the charts show, for those who would rather read it. */
function figures({ interval, starts, sats, counts }: Timeline): HTMLElement {
  const cell = (text: string) => element("td", {}, text);
  const rows = starts.map((start, index) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, bucketName(start, interval)),
      cell(`${count(sats[index] ?? 0)} sat`),
      cell(count(counts[index] ?? 0)),
    ),
  );
  const head = ["When", "Amount", "Invoices"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "details",
    { class: "figures" },
    element("summary", {}, "The figures"),
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
}

function destinations({ stats, total }: AggregatedInvoices): HTMLElement {
  const rows = (stats?.destinations ?? []).map(({ pubkey, ...sums }) => ({ name: key(pubkey), ...sums }));
  return top("Top destinations", rows, total, "By amount.");
}

function countries({ stats, total }: AggregatedInvoices): HTMLElement {
  const rows = (stats?.countries ?? []).map(({ country, ...sums }) => ({ name: country ?? "not known", ...sums }));
  return top("Top countries", rows, total, "Of the payees' nodes; a node in two countries counts in both.");
}

type Sums = { name: string | HTMLElement; amount_msat: bigint | null; count: number | null };

function top(title: string, rows: Sums[], total: AggregatedInvoices["total"], note: string): HTMLElement {
  const largest = rows.sort((a, b) => Number((b.amount_msat ?? 0n) - (a.amount_msat ?? 0n))).slice(0, TOP);
  const whole = Number(total?.amount_msat ?? 0n);
  const list = bars(
    largest.map(({ name, amount_msat, count }) => {
      const amount = Number(amount_msat ?? 0n);
      const share = whole > 0 ? percent(amount / whole) : "";
      return {
        name,
        amount,
        figure: `${compact.format(amount / 1000)} sat · ${share} · ${plural(count ?? 0, "invoice")}`,
      };
    }),
    Number(largest[0]?.amount_msat ?? 0n),
  );
  return element(
    "section",
    {},
    element("h3", {}, title),
    largest.length > 0 ? list : nothing(),
    element("p", { class: "hint" }, note),
  );
}

function nothing(): HTMLElement {
  return element("p", { class: "hint" }, "No data for this filter.");
}
