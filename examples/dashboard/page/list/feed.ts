import type { AggregatedInvoices } from "unvoice";
import { merge } from "./merge.ts";
import type { Row } from "./row.ts";
import type { Source } from "./source.ts";

/** The merged list of both APIs, loaded as far as somebody looks. */
export class Feed {
  /** Newest first. Rows are only ever added at the end, unless a source is tried again after a failure. */
  rows: readonly Row[] = [];
  aggregated: AggregatedInvoices | null = null;
  readonly sources: readonly Source[];
  readonly #onChange: () => void;
  /** A source that comes back after a failure fills in rows behind the others: it holds nobody back until it caught up. */
  readonly #catchingUp = new Set<Source>();
  #loading = false;
  #closed = false;

  constructor(sources: readonly Source[], onChange: () => void) {
    this.sources = sources;
    this.#onChange = onChange;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** Whether there is nothing more to be had, failures apart. */
  get ended(): boolean {
    return this.sources.every(({ state }) => state === "ended" || state === "failed");
  }

  /** Loads until there is at least one more row to show, or the end. */
  async more(): Promise<void> {
    if (this.#loading || this.#closed || this.ended) return;
    this.#loading = true;
    this.#onChange();
    const before = this.rows.length;
    const isShort = () => this.rows.length === before || this.#catchingUp.size > 0;
    while (!this.#closed && !this.ended && isShort()) await this.#loadFrontier();
    this.#loading = false;
    if (!this.#closed) this.#onChange();
  }

  /** Goes on with a source that failed. */
  async retry(source: Source): Promise<void> {
    source.reopen();
    this.#catchingUp.add(source);
    await this.more();
  }

  /** Nothing changes any more. */
  close(): void {
    this.#closed = true;
  }

  /** One more page of each source that the others wait for: those that reach back least far. */
  async #loadFrontier(): Promise<void> {
    const open = this.sources.filter(({ state }) => state === "ready");
    const reach = Math.max(...open.map((source) => source.reach));
    await Promise.all(open.filter((source) => source.reach === reach).map((source) => this.#load(source)));
  }

  async #load(source: Source): Promise<void> {
    const batch = await source.load();
    if (this.#closed) return;
    if (batch?.aggregated) this.aggregated = batch.aggregated;
    const others = this.sources.filter((other) => other !== source && other.state !== "failed");
    if (source.state !== "ready" || others.every((other) => source.reach <= other.reach))
      this.#catchingUp.delete(source);
    this.rows = merge(this.sources.map((each) => this.#mergeable(each)));
    this.#onChange();
  }

  #mergeable(source: Source) {
    const { rows, times, reach, state } = source;
    const mayCome = state === "ready" || state === "loading";
    return { rows, times, reach, holdsBack: mayCome && !this.#catchingUp.has(source) };
  }
}
