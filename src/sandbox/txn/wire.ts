import { writeTime } from "../times.ts";
import type { Currency } from "./catalogue.ts";
import type { TxnGuesses } from "./guesses.ts";
import type { TxnRecord } from "./store.ts";

/** A JSON:API resource object. */
export interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships?: Record<string, unknown>;
}

/** What the API writes for a relationship that it did not load. */
export const NOT_INCLUDED = { meta: { included: false } };

/** A relationship to one resource. */
export function one(type: string, id: string) {
  return { data: { type, id } };
}

/** A time, given in milliseconds since 1970. */
export function time(ms: number, { times }: TxnGuesses): string {
  return writeTime(ms, times);
}

/** When an invoice's lifetime ends. */
export function expiresAt({ createdAtMs, course }: TxnRecord, guesses: TxnGuesses): string {
  return time(createdAtMs + course.lifetimeMs, guesses);
}

/** A currency's code. */
export function code(currency: Currency, { currencyCase }: TxnGuesses): string {
  return currencyCase === "upper" ? currency.code : currency.code.toLowerCase();
}
