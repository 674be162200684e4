import type { Notes } from "../findings.ts";
import { type Json, objectsOf } from "../values.ts";
import { wordOf } from "../words.ts";
import { AGGREGATED, HEAD, ROW } from "./questions.ts";

/** How the service's own schema differs from the documented names. */
export function noteSchema(notes: Notes, schema: Json): void {
  const types = objectsOf(schema.types);
  const fieldsOf = (type: Json) => objectsOf(type.fields).map(({ name }) => String(name));
  const invoice = types.find((type) =>
    ["payment_request", "payment_hash", "routing_info"].every((name) => fieldsOf(type).includes(name)),
  );
  if (invoice === undefined) {
    notes.fact("schema", "open; no type in it is an invoice as documented", "Compare it with docs/apis/reflex.md.");
    return;
  }
  const documented = new Set(`${ROW} ${AGGREGATED} ${HEAD}`.match(/\w+/g));
  const more = fieldsOf(invoice)
    .filter((name) => !documented.has(name))
    .map(wordOf);
  const root = types.find(({ name }) => name === "Query");
  const operations = root ? fieldsOf(root).filter((name) => name !== "getHello" && name !== "getInvoices") : [];
  notes.fact(
    "schema",
    more.length > 0 ? `an invoice has more fields: ${more.join(", ")}` : "an invoice has the documented fields",
  );
  if (operations.length > 0) notes.fact("further queries", operations.map(wordOf).slice(0, 40).join(", "));
}
