import type { InvoiceTag, InvoiceTagInput } from "unvoice";

/** What the lower part of the page shows. */
export interface Filter {
  /** Created at or after this moment. */
  from: Date | null;
  /** Created before this moment. */
  before: Date | null;
  tag: InvoiceTagInput | null;
  source: "both" | "reflex" | "txn";
}

const DAY_MS = 86_400_000;
/** As Reflex has them: lower-case words joined by hyphens. */
const TAG_KEY = /^[a-z]+(?:-[a-z]+)*$/;

/** What is typed as a filter but cannot be one, for the person who typed it. */
export class FilterError extends Error {}

/**
 * Reads the filter form. Days are UTC days; the last one is included.
 *
 * @throws FilterError for a tag that is none, or days in the wrong order.
 * @example
 * readFilter(new FormData(form));
 */
export function readFilter(form: FormData): Filter {
  const text = (name: string) => String(form.get(name) ?? "");
  const from = day(text("from"));
  const last = day(text("to"));
  const before = last && new Date(last.getTime() + DAY_MS);
  if (from && before && from >= before) throw new FilterError("The first day is after the last one.");
  const source = text("source");
  return {
    from,
    before,
    tag: text("tag").trim() === "" ? null : parseTag(text("tag")),
    source: source === "reflex" || source === "txn" ? source : "both",
  };
}

/**
 * A tag as one types it. Numbers and true/false are taken as such; in quotes they are text.
 *
 * @throws FilterError for anything but `key=value`.
 * @example
 * parseTag("product-id=5"); // { key: "product-id", number_value: 5 }
 * parseTag('product-id="5"'); // { key: "product-id", string_value: "5" }
 */
export function parseTag(text: string): InvoiceTagInput {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(0, equals)).trim();
  const value = text.slice(equals + 1).trim();
  if (!TAG_KEY.test(key) || value === "") {
    throw new FilterError("A tag is written key=value; the key is lower-case words joined by hyphens.");
  }
  const quoted = /^"(.*)"$/.exec(value);
  if (quoted) return { key, string_value: quoted[1] ?? "" };
  if (value === "true" || value === "false") return { key, boolean_value: value === "true" };
  // Only what comes back as it was typed: an id such as 007 or one beyond 2^53 is a text.
  if (String(Number(value)) === value && Number.isFinite(Number(value))) return { key, number_value: Number(value) };
  return { key, string_value: value };
}

/**
 * A tag as {@link parseTag} reads it.
 *
 * @example
 * formatTag({ key: "is-withdrawal", boolean_value: true, string_value: null, number_value: null }); // "is-withdrawal=true"
 */
export function formatTag({ key, string_value, number_value, boolean_value }: InvoiceTag): string {
  if (string_value === null) return `${key}=${number_value ?? boolean_value ?? ""}`;
  const plain = `${key}=${string_value}`;
  const isTyped = TAG_KEY.test(key) && string_value.trim() !== "";
  const same = isTyped && parseTag(plain).string_value === string_value;
  return same ? plain : `${key}="${string_value}"`;
}

function day(text: string): Date | null {
  const time = text === "" ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : new Date(time);
}
