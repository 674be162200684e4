import { matchInvoices, stringify, type UnifiedInvoice } from "unvoice";
import type { Mirror } from "unvoice/mirror";

/** Invoices of an answer. */
const PAGE = 200;

/** What belongs together in a mirror: the other side's ids by an invoice's id, and how many have no other side. */
export interface Matches {
  matched: [reflexId: string, txnId: string][];
  onlyReflex: number;
  onlyTxn: number;
  ambiguous: number;
}

/** Answers the page's questions out of a mirror, without a request to either API. */
export class MirrorRoutes {
  readonly #mirror: Mirror;
  readonly #tag: string | null;

  /** @param tag the key of the tag in which one's own invoices carry Txn's reference; `null` to match by payment hash alone */
  constructor(mirror: Mirror, tag: string | null) {
    this.#mirror = mirror;
    this.#tag = tag;
  }

  /**
   * The answer as JSON, or the status of a refusal.
   *
   * @example await routes.answer("/api/mirror/invoices", new URLSearchParams({ source: "txn" }));
   */
  async answer(pathname: string, parameters: URLSearchParams): Promise<string | 400 | 404> {
    if (pathname === "/api/mirror/matches") return JSON.stringify(await this.#matches());
    return pathname === "/api/mirror/invoices" ? this.#invoices(parameters) : 404;
  }

  /** A page of one API's invoices, newest first: `raw` as the API had them. `to` is where the page before it ended. */
  async #invoices(parameters: URLSearchParams): Promise<string | 400> {
    const source = parameters.get("source");
    const more = Number(parameters.get("more") ?? 0);
    const [from, to] = [parameters.get("from"), parameters.get("to")];
    const isTime = (text: string | null) => text === null || !Number.isNaN(Date.parse(text));
    if (source !== "reflex" && source !== "txn") return 400;
    if (!isTime(from) || !isTime(to) || !Number.isSafeInteger(more) || more < 0) return 400;
    const rows: UnifiedInvoice["raw"][] = [];
    const query = { sources: [source], from, to, limit: PAGE + more } as const;
    for await (const { raw } of this.#mirror.invoices(query)) rows.push(raw);
    return stringify({ rows, complete: rows.length < PAGE + more });
  }

  async #matches(): Promise<Matches> {
    const found: Matches = { matched: [], onlyReflex: 0, onlyTxn: 0, ambiguous: 0 };
    const [reflex, txn] = (["reflex", "txn"] as const).map((source) => this.#mirror.invoices({ sources: [source] }));
    if (!reflex || !txn) return found;
    for await (const match of matchInvoices(reflex, txn, { paymentHash: true, tag: this.#tag })) {
      if (match.kind === "matched") found.matched.push([match.left.id, match.right.id]);
      else if (match.kind === "only_left") found.onlyReflex += 1;
      else if (match.kind === "only_right") found.onlyTxn += 1;
      else found.ambiguous += match.left.length + match.right.length;
    }
    return found;
  }
}
