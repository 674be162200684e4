import { element } from "../ui/dom.ts";
import { COLUMNS, cellsOf } from "./cells.ts";
import type { Row } from "./row.ts";
import { virtualRows } from "./virtual-rows.ts";

/** The table of both APIs' invoices. */
export interface Table {
  element: HTMLElement;
  /** Shows these rows; what was in sight stays in sight. `complete` says that no more will come. */
  update(rows: readonly Row[], complete: boolean): void;
  /** Goes back to the first row. */
  toTop(): void;
  focus(): void;
}

/** Rows from the end at which more are asked for. */
const ROWS_AHEAD = 100;

/**
 * Makes the table: a grid that is walked with the arrow keys and whose rows open with Enter or a click.
 *
 * @param onOpen Called with the row to show in detail.
 * @param onNearEnd Called while somebody looks at the last rows.
 * @example
 * const table = createTable({ onOpen: showDetails, onNearEnd: () => feed.more() });
 */
export function createTable({ onOpen, onNearEnd }: { onOpen(row: Row): void; onNearEnd(): void }): Table {
  const heads = COLUMNS.map((name) => element("div", { role: "columnheader" }, name));
  const head = element("div", { role: "row", class: "row head", "aria-rowindex": "1" }, ...heads);
  const body = element("div", { role: "rowgroup", class: "rows" });
  const grid = element(
    "div",
    { role: "grid", class: "grid", tabindex: "0", "aria-label": "Invoices", "aria-colcount": String(COLUMNS.length) },
    element("div", { role: "rowgroup", class: "heads" }, head),
    body,
  );
  let rows: readonly Row[] = [];
  let active = 0;
  let marked: HTMLElement | undefined;
  /** What stands in each line: to write it again would have the browser lay the line out again. */
  const written = new WeakMap<HTMLElement, Row>();

  const view = virtualRows({
    scroller: grid,
    body,
    make: () =>
      element("div", { role: "row", class: "row" }, ...COLUMNS.map(() => element("div", { role: "gridcell" }))),
    fill,
    onScroll(lastInSight) {
      if (lastInSight > rows.length - ROWS_AHEAD) onNearEnd();
      markActive();
    },
  });

  function fill(line: HTMLElement, index: number): void {
    const row = rows[index];
    const id = `row-${index}`;
    if (row === undefined || (written.get(line) === row && line.id === id)) return;
    written.set(line, row);
    line.id = id;
    line.dataset.api = row.api;
    line.dataset.state = row.api === "txn" ? row.invoice.status : "";
    line.dataset.index = String(index);
    // The head is row 1.
    line.setAttribute("aria-rowindex", String(index + 2));
    cellsOf(row).forEach((text, column) => {
      const cell = line.children[column];
      if (cell !== undefined) cell.textContent = text;
    });
  }

  function markActive(): void {
    const line = view.elementOf(active);
    if (line === marked && line?.id === grid.getAttribute("aria-activedescendant")) return;
    marked?.classList.remove("active");
    line?.classList.add("active");
    marked = line;
    // Scrolled out of sight, it has no element that could be named.
    if (line) grid.setAttribute("aria-activedescendant", line.id);
    else grid.removeAttribute("aria-activedescendant");
  }

  function moveTo(index: number): void {
    active = Math.max(0, Math.min(rows.length - 1, index));
    view.reveal(active);
    markActive();
  }

  grid.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(grid.clientHeight / view.rowHeight()) - 2);
    const targets: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    const row = rows[active];
    if (target !== undefined) moveTo(target);
    else if ((event.key === "Enter" || event.key === " ") && row) onOpen(row);
    else return;
    event.preventDefault();
  });

  body.addEventListener("click", ({ target }) => {
    const line = target instanceof Element ? target.closest<HTMLElement>(".row") : null;
    const row = rows[Number(line?.dataset.index)];
    if (row === undefined) return;
    moveTo(Number(line?.dataset.index));
    onOpen(row);
  });

  return {
    element: grid,
    focus: () => grid.focus(),
    toTop() {
      view.moveBy(-rows.length);
      active = 0;
    },
    update(newRows, complete) {
      const top = view.firstVisible();
      const inSight = rows[top];
      const activeRow = rows[active];
      const moved = inSight === undefined || newRows[top] === inSight ? top : newRows.indexOf(inSight);
      rows = newRows;
      if (activeRow && rows[active] !== activeRow) active = Math.max(0, rows.indexOf(activeRow));
      grid.setAttribute("aria-rowcount", complete ? String(rows.length + 1) : "-1");
      view.reset(rows.length);
      if (moved > top) view.moveBy(moved - top);
    },
  };
}
