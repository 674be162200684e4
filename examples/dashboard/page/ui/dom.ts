/** Small helpers in place of a framework. Text is only ever set as text: no answer can become markup. */

/** What an element may hold; `null` is left out. */
export type Child = Node | string | null;

/**
 * Makes an element.
 *
 * @param attributes `true` sets an empty attribute, `false` none.
 * @example
 * element("p", { class: "hint" }, "No data");
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * The element of an id in the page.
 *
 * @throws Error where the page lacks it, or has another kind of element.
 * @example
 * byId("details", HTMLDialogElement).showModal();
 */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html lacks #${id}`);
  return found;
}

/**
 * Has a screen reader say something that only the eye would notice otherwise.
 *
 * @example
 * announce("2 flags");
 */
export function announce(text: string): void {
  byId("announcements", HTMLElement).textContent = text;
}

/**
 * A button.
 *
 * @example
 * button("Try again", () => feed.retry());
 */
export function button(text: string, onClick: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", onClick);
  return made;
}

/**
 * A list of facts. A value of `null` leaves its row out.
 *
 * @example
 * facts([["Amount", "100 sat"], ["Payee", key(payee)]]);
 */
export function facts(rows: readonly (readonly [string, Child | Child[]])[]): HTMLDListElement {
  const list = element("dl", { class: "facts" });
  for (const [term, value] of rows) {
    if (value === null) continue;
    const values = Array.isArray(value) ? value : [value];
    list.append(element("div", {}, element("dt", {}, term), element("dd", {}, ...values)));
  }
  return list;
}

/**
 * A function that asks for work in the next frame: once, however often it is called until then.
 *
 * @example
 * const drawSoon = oncePerFrame(draw);
 */
export function oncePerFrame(work: () => void): () => void {
  let scheduled = false;
  return () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      work();
    });
  };
}
