import type { InvoiceDecodeError, InvoicePreview } from "unvoice";
import type { DecodedInvoice, RouteHop } from "unvoice/bolt11";
import { element, facts } from "../ui/dom.ts";
import { bitcoin, fromNow, minute, plural, satoshi } from "../ui/format.ts";
import { badge, key, notice, wholeKey } from "../ui/parts.ts";

/** What an invoice says, with what is wrong with it first. */
export function decodedView({ decoded, expired, remarks, nodes }: InvoicePreview): HTMLElement {
  return element("div", { class: "decoded" }, headline(decoded, expired), remarksView(remarks), fields(decoded, nodes));
}

/** Why a text is no invoice, and where in the text that shows. */
export function undecodableView(text: string, { message, position }: InvoiceDecodeError): HTMLElement {
  const view = notice("warn", "Not a readable invoice.", message);
  if (position !== null && position < text.length) {
    view.append(
      element(
        "code",
        { class: "excerpt" },
        `${position > 24 ? "…" : ""}${text.slice(Math.max(0, position - 24), position)}`,
        element("mark", {}, text.charAt(position)),
        `${text.slice(position + 1, position + 25)}${position + 25 < text.length ? "…" : ""}`,
      ),
    );
  }
  return view;
}

function headline({ amountMsat, network }: DecodedInvoice, expired: boolean): HTMLElement {
  const amount = amountMsat === null ? "Any amount" : satoshi(amountMsat);
  return element(
    "p",
    { class: "headline" },
    element("span", { class: "amount" }, amount),
    amountMsat === null ? "the payer chooses" : element("span", { class: "aside" }, bitcoin(amountMsat)),
    network === "mainnet" ? badge("mainnet") : badge(`${network}: no real money`, "warn"),
    expired ? badge("expired", "warn") : badge("can be paid", "good"),
  );
}

function remarksView(remarks: readonly string[]): HTMLElement {
  if (remarks.length === 0) return element("p", { class: "hint" }, "Follows the rules of BOLT 11.");
  const list = element("ul", {}, ...remarks.map((remark) => element("li", {}, remark)));
  return notice("warn", "To know before it is paid.", list);
}

function fields(invoice: DecodedInvoice, nodes: InvoicePreview["nodes"]): HTMLElement {
  const { description, descriptionHash, payee, timestamp, expiresAt, paymentHash, paymentSecret } = invoice;
  const expiry = expiresAt === null ? "never, practically" : `${minute(expiresAt)} (${fromNow(expiresAt)})`;
  return facts([
    ["Description", description === null ? descriptionHash && key(descriptionHash) : description || "(empty)"],
    ["Payee", wholeKey(payee)],
    ["Nodes that Reflex is asked about", nodes.length === 0 ? "none" : nodes.map(nodeView)],
    ["Created", minute(new Date(timestamp * 1000))],
    ["Expires", expiry],
    ["Payment hash", wholeKey(paymentHash)],
    ["Payment secret", paymentSecret === null ? "none" : "present"],
    ["Route hints", invoice.routeHints.length === 0 ? "none" : invoice.routeHints.map(routeHint)],
    ["On-chain fallback", invoice.fallbackAddresses.length === 0 ? null : invoice.fallbackAddresses.map(wholeKey)],
    ["Features", invoice.featureBits.length === 0 ? "none" : invoice.featureBits.join(", ")],
    ["Final CLTV expiry", plural(invoice.minFinalCltvExpiry, "block")],
  ]);
}

function nodeView({ pubkey, where, valid }: InvoicePreview["nodes"][number]): HTMLElement {
  const place = where === "payee" ? " payee" : " route hint";
  return element("div", {}, key(pubkey), place, valid ? "" : ": no valid public key");
}

function routeHint(hops: RouteHop[]): HTMLElement {
  const path = hops.flatMap(({ pubkey }) => [key(pubkey), " → "]);
  return element("div", {}, ...path, "payee");
}
