import { button, element } from "../ui/dom.ts";
import { explain } from "../ui/errors.ts";
import { minute, plural } from "../ui/format.ts";
import { notice } from "../ui/parts.ts";
import type { Feed } from "./feed.ts";
import type { Source } from "./source.ts";

const NAMES = { reflex: "Reflex", txn: "Txn" };

/** How far each list is loaded: `Reflex 150 of 5,000 · Txn 200 · loading`. */
export function progressText(feed: Feed): string {
  const parts = feed.sources.map((source) => {
    const total = source.api === "reflex" ? (feed.aggregated?.total?.count ?? null) : null;
    const ended = source.state === "ended";
    const of = ended ? ", all" : total === null ? "" : ` of ${total.toLocaleString("en")}`;
    return `${NAMES[source.api]} ${source.rows.length.toLocaleString("en")}${of}`;
  });
  return [...parts, feed.loading ? "loading…" : feed.ended ? "end of the list" : "scroll for more"].join(" · ");
}

/** What is said aloud once a list under a filter has come, or ended. */
export function announcement(feed: Feed): string {
  return feed.ended ? `${plural(feed.rows.length, "invoice")}, the whole list.` : "The newest invoices are loaded.";
}

/** A failure of one list, and how to go on. */
export function failureView(source: Source, onRetry: () => void): HTMLElement {
  const oldest = source.rows.at(-1);
  const missing = oldest
    ? `${NAMES[source.api]} invoices before ${minute(oldest.createdAt)} are missing here.`
    : `${NAMES[source.api]} invoices are missing here.`;
  return notice("warn", missing, explain(source.error), element("span", {}, " "), button("Try again", onRetry));
}
