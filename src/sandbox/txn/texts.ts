import type { TxnGuesses } from "./guesses.ts";
import type { State } from "./lifecycle.ts";
import { describeInvoice } from "./resources.ts";
import type { TxnRecord } from "./store.ts";

/** An invoice's part of a list, as JSON: its own object, and its included ones with commas between them. */
interface InvoiceText {
  state: State;
  data: string;
  included: string;
}

/** About 4 KB each. */
const MAX_REMEMBERED = 20_000;

/** Writes invoices as JSON and remembers what it wrote, so that a list asked for again costs little more than joining. */
export class InvoiceTexts {
  readonly #guesses: TxnGuesses;
  readonly #texts = new Map<TxnRecord, InvoiceText>();

  constructor(guesses: TxnGuesses) {
    this.#guesses = guesses;
  }

  of(record: TxnRecord, state: State): InvoiceText {
    const known = this.#texts.get(record);
    if (known?.state === state) return known;
    const { data, included } = describeInvoice(record, state, this.#guesses);
    const text = { state, data: JSON.stringify(data), included: JSON.stringify(included).slice(1, -1) };
    if (this.#texts.size >= MAX_REMEMBERED) this.#texts.clear();
    this.#texts.set(record, text);
    return text;
  }
}
