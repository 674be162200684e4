import type { Client } from "unvoice";
import type { CheckPanel } from "./check/panel.ts";
import { reflexBatches, txnBatches } from "./list/batches.ts";
import { showDetails } from "./list/details.ts";
import { Feed } from "./list/feed.ts";
import { type Filter, FilterError, formatTag, readFilter } from "./list/filter.ts";
import { fetchMatches, type Matches, mirrorBatches } from "./list/mirror.ts";
import { announcement, failureView, progressText } from "./list/progress.ts";
import type { Row } from "./list/row.ts";
import { Source } from "./list/source.ts";
import { createTable } from "./list/table.ts";
import { type Overview, overview } from "./overview/view.ts";
import { announce, byId, element, oncePerFrame } from "./ui/dom.ts";

/** So long after the last change of the filter it is applied, in ms. */
const PAUSE_MS = 300;

/** Starts the page's lower part: the filter, the sums, the table. */
export function startLists(client: Client, panel: CheckPanel, { isMirror }: { isMirror: boolean }): void {
  const form = byId("filters", HTMLFormElement);
  const dialog = byId("details", HTMLDialogElement);
  let feed: Feed | null = null;
  let current = new AbortController();
  let drawn: Feed["aggregated"] = null;
  let sums: Overview | null = null;
  let matches: Matches | null = null;

  const showSoon = oncePerFrame(() => {
    if (feed) show(feed);
  });

  const table = createTable({
    onOpen: (row: Row) =>
      showDetails(dialog, row, { check: panel.show, filterByTag, other: matches?.other.get(row.id) }),
    onNearEnd: () => void feed?.more(),
  });
  byId("invoices", HTMLElement).append(table.element);

  function apply(): void {
    const filter = filterOf(form);
    if (filter === null) return;
    current.abort();
    feed?.close();
    current = new AbortController();
    const opened = new Feed(sourcesOf(isMirror ? null : client, filter, current.signal), showSoon);
    feed = opened;
    drawn = null;
    table.toTop();
    // Sums come from Reflex alone, with its list.
    byId("overview", HTMLElement).hidden = isMirror || filter.source === "txn";
    byId("overview-content", HTMLElement).classList.add("stale");
    void opened.more().then(() => {
      if (feed === opened) announce(announcement(opened));
    });
  }

  function show(shown: Feed): void {
    table.update(shown.rows, shown.ended);
    byId("progress", HTMLElement).textContent = progressText(shown);
    byId("empty", HTMLElement).hidden = !shown.ended || shown.rows.length > 0;
    showFailures(shown);
    suggestTags(shown.rows);
    if (shown.aggregated !== null && shown.aggregated !== drawn) showSums(shown.aggregated);
  }

  function showSums(aggregated: NonNullable<Feed["aggregated"]>): void {
    drawn = aggregated;
    sums?.destroy();
    sums = overview(aggregated);
    const content = byId("overview-content", HTMLElement);
    content.replaceChildren(sums.element);
    content.classList.remove("stale");
  }

  function filterByTag(tag: string): void {
    const input = form.elements.namedItem("tag");
    if (input instanceof HTMLInputElement) input.value = tag;
    apply();
    table.focus();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const applySoon = () => {
    clearTimeout(timer);
    timer = setTimeout(apply, PAUSE_MS);
  };
  form.addEventListener("input", applySoon);
  // The fields are empty only after the event.
  form.addEventListener("reset", applySoon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  apply();
  if (isMirror) void showMatches();

  async function showMatches(): Promise<void> {
    const line = byId("matches", HTMLElement);
    try {
      matches = await fetchMatches();
      line.textContent = matches.summary;
    } catch (error) {
      line.textContent = `Matching failed: ${String(error)}`;
    }
  }
}

/** The filter, or null with the reason said beside it. */
function filterOf(form: HTMLFormElement): Filter | null {
  const note = byId("filter-note", HTMLElement);
  try {
    const filter = readFilter(new FormData(form));
    const leavesTxnOut = filter.tag !== null && filter.source !== "reflex";
    note.textContent = leavesTxnOut ? "Txn's invoices carry no tags: they are left out." : "";
    note.classList.remove("wrong");
    return filter;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    note.textContent = error.message;
    note.classList.add("wrong");
    return null;
  }
}

/** @param client `null` to read the mirror */
function sourcesOf(client: Client | null, filter: Filter, signal: AbortSignal): Source[] {
  const sources: Source[] = [];
  const reflex = client ? reflexBatches(client, filter) : mirrorBatches("reflex", filter);
  const txn = client ? txnBatches(client, filter) : mirrorBatches("txn", filter);
  if (filter.source !== "txn") sources.push(new Source("reflex", reflex, signal));
  if (filter.source !== "reflex" && filter.tag === null) sources.push(new Source("txn", txn, signal));
  return sources;
}

function showFailures(feed: Feed): void {
  const failed = feed.sources.filter(({ state }) => state === "failed");
  const box = byId("list-errors", HTMLElement);
  if (failed.length === 0 && box.childElementCount === 0) return;
  box.replaceChildren(...failed.map((source) => failureView(source, () => void feed.retry(source))));
}

const suggested = new Set<string>();
const MOST_SUGGESTIONS = 200;

/** Tags that were seen, for the filter's field. */
function suggestTags(rows: readonly Row[]): void {
  const list = byId("known-tags", HTMLElement);
  for (const row of rows.slice(-100)) {
    for (const tag of row.api === "reflex" ? row.invoice.tags : []) {
      const text = formatTag(tag);
      if (suggested.size >= MOST_SUGGESTIONS || suggested.has(text)) continue;
      suggested.add(text);
      list.append(element("option", { value: text }));
    }
  }
}
