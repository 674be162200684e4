import { type DecodedInvoice, parseInvoice } from "../../../bolt11/index.ts";
import type { Notes } from "../findings.ts";
import { type Json, objectsOf, onlyOne, timeForm } from "../values.ts";

/** What the rows of a list show without another question. */
export function noteRows(notes: Notes, rows: readonly Json[], aggregated: Json): void {
  const read = rows.flatMap((row) => {
    const decoded = decode(row.payment_request);
    return decoded === null ? [] : [{ row, decoded }];
  });
  notes.set("amounts", amountsOf(rows, aggregated));
  notes.set("amountless", known(onlyOne(read.flatMap(({ row, decoded }) => amountlessOf(row, decoded)))));
  notes.set("fractionOfSatoshi", fractionOf(read));
  notes.set("routingInfo", known(onlyOne(read.flatMap(({ row, decoded }) => routingOf(row, decoded)))));
  const form = onlyOne(rows.map(({ created_at }) => timeForm(created_at)));
  notes.set("times", known(form));
}

function decode(paymentRequest: unknown): DecodedInvoice | null {
  try {
    return parseInvoice(String(paymentRequest));
  } catch {
    return null;
  }
}

function amountsOf(rows: readonly Json[], aggregated: Json): string | null {
  const total = aggregated.total as Json | null | undefined;
  const values = [...rows.map(({ amount_msats }) => amount_msats), total?.amount_msat];
  const type = onlyOne(values.filter((value) => value !== null && value !== undefined).map((value) => typeof value));
  return type === "string" || type === "number" ? type : null;
}

function amountlessOf({ amount_msats }: Json, { amountMsat }: DecodedInvoice): string[] {
  if (amountMsat !== null) return [];
  if (amount_msats === null) return ["null"];
  return [String(amount_msats) === "0" ? "zero" : "other"];
}

/** Told by amounts with half a satoshi or more: rounding to the nearest would look like rounding down for the others. */
function fractionOf(read: readonly { row: Json; decoded: DecodedInvoice }[]): string | null {
  const forms = read.flatMap(({ row, decoded: { amountMsat } }) => {
    if (amountMsat === null || amountMsat % 1000n === 0n) return [];
    const shown = Number(row.amount_sats);
    if (shown === Number(amountMsat) / 1000) return ["decimal"];
    const isDown = shown === Number(amountMsat / 1000n);
    if (!isDown) return ["other"];
    return amountMsat % 1000n >= 500n ? ["floor"] : [];
  });
  const form = onlyOne(forms);
  return known(form);
}

/** Told by invoices whose route hints name a node more than once. */
function routingOf({ routing_info }: Json, { routeHints }: DecodedInvoice): string[] {
  const nodes = routeHints.flat().map(({ pubkey }) => pubkey);
  const distinct = new Set(nodes).size;
  if (nodes.length === distinct) return [];
  const shown = objectsOf(routing_info).length;
  if (shown === nodes.length) return ["as_listed"];
  return [shown === distinct ? "distinct" : "other"];
}

function known(word: string | undefined): string | null {
  return word === undefined || word === "other" ? null : word;
}
