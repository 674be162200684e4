import { isPublicKey } from "../bolt11/curve.ts";
import { decodeInvoice } from "../bolt11/decode.ts";
import type { DecodedInvoice } from "../bolt11/types.ts";
import type { Mismatch } from "../errors/errors.ts";
import { remarksOn } from "./remarks.ts";
import { satText } from "./sat.ts";
import type { CreateInvoice, Invoice, InvoiceNode, InvoicePreview, InvoiceTag, InvoiceTagInput } from "./types.ts";

/**
 * Decodes an invoice and puts it under the API's names, as `do_not_save` would answer.
 *
 * @throws InvoiceDecodeError when the payment request cannot be read.
 */
export function createPreview(invoice: CreateInvoice): InvoicePreview {
  const decoded = decodeInvoice(invoice.payment_request);
  const { expiresAt, network } = decoded;
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now();
  const hintNodes = new Set(decoded.routeHints.flat().map(({ pubkey }) => pubkey));
  return {
    invoice: {
      id: null,
      account_id: null,
      amount_msats: decoded.amountMsat,
      amount_sats: decoded.amountMsat === null ? null : satText(decoded.amountMsat),
      created_at: null,
      description: invoice.description ?? decoded.description,
      destination: decoded.payee,
      invoice_created_at: new Date(decoded.timestamp * 1000).toISOString(),
      invoice_expiry_at: expiresAt?.toISOString() ?? null,
      payment_hash: decoded.paymentHash,
      payment_request: decoded.paymentRequest,
      routing_info: [...hintNodes].map((pubkey) => ({ pubkey })),
      tags: (invoice.tags ?? []).map(wholeTag),
    },
    decoded,
    expired,
    network,
    nodes: nodesOf(decoded),
    remarks: remarksOn(decoded, expired),
  };
}

/** The payee, and each node of a route hint once. */
function nodesOf({ payee, routeHints }: DecodedInvoice): InvoiceNode[] {
  const nodes = new Map<string, InvoiceNode>();
  const add = (pubkey: string, where: InvoiceNode["where"]) => {
    if (!nodes.has(pubkey)) nodes.set(pubkey, { pubkey, where, valid: isPublicKey(pubkey) });
  };
  if (payee !== null) add(payee, "payee");
  for (const { pubkey } of routeHints.flat()) add(pubkey, "route_hint");
  return [...nodes.values()];
}

function wholeTag({
  key,
  string_value = null,
  number_value = null,
  boolean_value = null,
}: InvoiceTagInput): InvoiceTag {
  return { key, string_value, number_value, boolean_value };
}

/** Where the server's answer says something else than the invoice itself. */
export function findMismatches(decoded: DecodedInvoice, remote: Invoice): Mismatch[] {
  const mismatches: Mismatch[] = [];
  const compare = (field: string, local: string | null, answered: string | null) => {
    if (local?.toLowerCase() !== answered?.toLowerCase()) mismatches.push({ field, local, remote: answered });
  };
  // What one side does not know cannot differ: an invoice without a payment hash, an answer without a destination.
  if (decoded.paymentHash !== null) compare("payment_hash", decoded.paymentHash, remote.payment_hash);
  if (remote.destination !== null) compare("destination", decoded.payee, remote.destination);
  // "0" may be the server's way of saying that the payer chooses (apis/reflex.md, section 2).
  const openOnBothSides = decoded.amountMsat === null && remote.amount_msats === 0n;
  if (!openOnBothSides) compare("amount_msats", amountText(decoded.amountMsat), amountText(remote.amount_msats));
  return mismatches;
}

function amountText(amountMsat: bigint | null): string | null {
  return amountMsat === null ? null : String(amountMsat);
}
