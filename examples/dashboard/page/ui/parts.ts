import { element } from "./dom.ts";
import { count, percent, short } from "./format.ts";

/** A key or hash: shortened to look at, whole to copy and on hover. */
export function key(text: string | null | undefined): HTMLElement {
  if (!text) return element("span", { class: "unknown" }, "not known");
  return element("code", { class: "key", title: text }, short(text));
}

/** A whole key or hash that breaks where it must. */
export function wholeKey(text: string | null | undefined): HTMLElement {
  if (!text) return element("span", { class: "unknown" }, "not known");
  return element("code", { class: "whole-key" }, text);
}

/** A small label; `tone` says how loud. */
export function badge(text: string, tone: "calm" | "good" | "warn" | "loud" = "calm"): HTMLElement {
  return element("span", { class: `badge ${tone}` }, text);
}

/** Two sentences in a box: what happened, and what follows from it. */
export function notice(tone: "calm" | "warn" | "loud", heading: string, ...rest: (Node | string)[]): HTMLElement {
  return element("div", { class: `notice ${tone}` }, element("strong", {}, heading), " ", ...rest);
}

/** One line of {@link bars}. */
export interface Bar {
  name: string | HTMLElement;
  /** What the bar's length shows. */
  amount: number;
  /** Shown hatched behind it: what is not known. */
  unknown?: number;
  /** What is written behind it. */
  figure: string;
}

/**
 * A small bar chart that is read as a list, too.
 *
 * @param whole What a full bar stands for.
 * @example
 * bars([{ name: "Germany", amount: 3, figure: "3 of 4" }], 4);
 */
export function bars(rows: readonly Bar[], whole: number): HTMLElement {
  const list = element("ul", { class: "bars" });
  const length = (amount: number) => `${whole > 0 ? Math.min(100, (100 * amount) / whole) : 0}%`;
  for (const { name, amount, unknown = 0, figure } of rows) {
    const fill = element("span", { class: "bar-fill" });
    const open = element("span", { class: "bar-unknown" });
    // Through the CSSOM: the policy forbids style attributes.
    fill.style.inlineSize = length(amount);
    open.style.inlineSize = length(unknown);
    list.append(
      element(
        "li",
        {},
        element("span", { class: "bar-name" }, name),
        element("span", { class: "bar-figure" }, figure),
        element("span", { class: "bar", "aria-hidden": "true" }, fill, open),
      ),
    );
  }
  return list;
}

/** `3 of 4 · 75%` */
export function ofWhole(amount: number, whole: number): string {
  return whole > 0 ? `${count(amount)} of ${count(whole)} · ${percent(amount / whole)}` : count(amount);
}
