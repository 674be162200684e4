import type { Notes } from "../findings.ts";
import { type Json, objectOf, objectsOf, onlyOne, timeForm } from "../values.ts";
import type { TxnQuestions } from "./questions.ts";

const STATUSES = ["pending", "expired", "processing", "completed", "on_hold", "cancelled", "rejected"];

/** What lists show without another question. */
export function noteRows(notes: Notes, { rows, lists }: TxnQuestions): void {
  const attributes = rows.map((row) => objectOf(row.attributes));
  const form = onlyOne(attributes.map(({ createdAt }) => timeForm(createdAt)));
  notes.set("times", form === "other" ? null : form);
  notes.set("currencyCase", currencyCase(attributes));
  notes.set("coinDepositType", typeOf(rows, "coinDeposits", ["coinDeposits", "coinTransactions"]));
  notes.set("refundLinkType", typeOf(rows, "refundLinks", ["paymentLinks", "refundLinks"]));
  const onTime = onlyOne(attributes.map((one) => one.paymentStatus).filter((word) => /^on_?time$/i.test(String(word))));
  notes.set("onTime", onTime === "on_time" || onTime === "onTime" ? onTime : null);
  const statuses = attributes.map(({ status }) => String(status));
  if (statuses.some((status) => !STATUSES.includes(status))) notes.set("unknownWords", "some");
  else if (statuses.includes("on_hold")) notes.set("unknownWords", "none");
  noteMeta(notes, lists);
}

function currencyCase(attributes: readonly Json[]): string | null {
  const codes = attributes.flatMap(({ billedCurrency, chargedCurrency }) => [billedCurrency, chargedCurrency]);
  const texts = codes.filter((code): code is string => typeof code === "string" && /[a-z]/i.test(code));
  if (texts.length === 0) return null;
  if (texts.every((code) => code === code.toUpperCase())) return "upper";
  return texts.every((code) => code === code.toLowerCase()) ? "lower" : null;
}

function typeOf(rows: readonly Json[], relationship: string, known: readonly string[]): string | null {
  const types = rows.flatMap((row) => objectsOf(objectOf(objectOf(row.relationships)[relationship]).data));
  const type = onlyOne(types.map((one) => String(one.type)));
  return type !== undefined && known.includes(type) ? type : null;
}

function noteMeta(notes: Notes, lists: TxnQuestions["lists"]): void {
  const form = ({ meta }: (typeof lists)[number]) => {
    if (Object.keys(meta).length === 0) return "absent";
    const types = onlyOne([meta.page, meta.per_page].map((value) => typeof value));
    return { string: "echo", number: "number" }[String(types)] ?? "other";
  };
  // What was not sent cannot be echoed.
  const numbered = lists.filter(({ query }) => query.page !== undefined && query.per_page !== undefined);
  const found = onlyOne(numbered.map(form));
  notes.set("metaPage", found === "other" ? null : found);
  const types = onlyOne(lists.map(({ answer }) => answer.headers.get("content-type")?.replace(/;.*$/s, "").trim()));
  notes.set("contentType", { "application/vnd.api+json": "json_api", "application/json": "json" }[String(types)]);
}
