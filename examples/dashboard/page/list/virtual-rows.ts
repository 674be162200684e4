import { oncePerFrame } from "../ui/dom.ts";

/** Rows kept ready above and below what is seen, so that a quick scroll finds them painted. */
const MARGIN_ROWS = 8;

/** Rows of a long list of which only those in sight exist as elements. */
export interface VirtualRows {
  /** Says how many rows there are, and that any of them may have changed. */
  reset(length: number): void;
  /** The element of a row, where it is in sight. */
  elementOf(index: number): HTMLElement | undefined;
  /** Scrolls a row into sight. */
  reveal(index: number): void;
  /** Scrolls down by so many rows. */
  moveBy(rows: number): void;
  rowHeight(): number;
  firstVisible(): number;
}

/**
 * Shows a list of rows of one height in a scrolling element. Elements are recycled: scrolling makes none.
 *
 * @param scroller What scrolls; its first child is a head that stays in sight.
 * @param body What holds the rows.
 * @param make Makes an empty row.
 * @param fill Writes a row of the list into one.
 * @param onScroll Called with the last row in sight.
 * @example
 * virtualRows({ scroller, body, make, fill, onScroll: (last) => last > rows.length - 50 && load() });
 */
export function virtualRows({ scroller, body, make, fill, onScroll }: VirtualRowsOptions): VirtualRows {
  const pool: HTMLElement[] = [];
  const shown = new Map<number, HTMLElement>();
  let length = 0;
  /** As of the latest scroll event: to ask the element, after rows have changed, would have it reckon its layout at once. */
  let top = 0;
  let rowHeight = 1;
  let seen = 0;

  function draw(changed: boolean): void {
    const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
    const end = Math.min(length, Math.ceil((top + seen) / rowHeight) + MARGIN_ROWS);
    for (const [index, row] of shown) {
      if (index >= first && index < end) continue;
      shown.delete(index);
      row.hidden = true;
      pool.push(row);
    }
    for (let index = first; index < end; index++) {
      let row = shown.get(index);
      if (row !== undefined && !changed) continue;
      row ??= pool.pop() ?? body.appendChild(make());
      row.hidden = false;
      row.style.transform = `translateY(${index * rowHeight}px)`;
      fill(row, index);
      shown.set(index, row);
    }
    onScroll(Math.min(length, end - MARGIN_ROWS));
  }

  /** Not at every scroll: it would have the browser reckon its layout anew. */
  function measure(): void {
    // Phones show rows of two lines: the height comes from the style sheet.
    rowHeight = Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--row-height"));
    seen = scroller.clientHeight - body.offsetTop;
    reset(length);
  }

  function reset(newLength: number): void {
    length = newLength;
    body.style.blockSize = `${length * rowHeight}px`;
    draw(true);
  }

  function scrollTo(pixels: number): void {
    scroller.scrollTop = pixels;
    top = scroller.scrollTop;
  }

  const drawSoon = oncePerFrame(() => draw(false));
  const onScrolled = () => {
    top = scroller.scrollTop;
    drawSoon();
  };
  scroller.addEventListener("scroll", onScrolled, { passive: true });
  new ResizeObserver(measure).observe(scroller);
  return {
    reset,
    elementOf: (index) => shown.get(index),
    reveal(index) {
      const start = index * rowHeight;
      if (start < top) scrollTo(start);
      else if (start + rowHeight > top + seen) scrollTo(start + rowHeight - seen);
      draw(false);
    },
    moveBy: (rows) => scrollTo(top + rows * rowHeight),
    rowHeight: () => rowHeight,
    firstVisible: () => Math.floor(top / rowHeight),
  };
}

interface VirtualRowsOptions {
  scroller: HTMLElement;
  body: HTMLElement;
  make(): HTMLElement;
  fill(row: HTMLElement, index: number): void;
  onScroll(lastInSight: number): void;
}
