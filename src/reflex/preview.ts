import { isPublicKey } from "../bolt11/curve.ts";
import { decodeInvoice } from "../bolt11/decode.ts";
import type { DecodedInvoice } from "../bolt11/types.ts";
import { remarksOn } from "./remarks.ts";
import { satText } from "./sat.ts";
import type { CreateInvoice, InvoiceNode, InvoicePreview, InvoiceTag, InvoiceTagInput } from "./types.ts";

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
