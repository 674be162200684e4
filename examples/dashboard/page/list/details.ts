import { button, element } from "../ui/dom.ts";
import { wholeKey } from "../ui/parts.ts";
import { reflexDetails } from "./reflex-details.ts";
import type { Row } from "./row.ts";
import { txnDetails } from "./txn-details.ts";

/** What can be done with an invoice from its details. */
export interface DetailActions {
  check(paymentRequest: string): void;
  filterByTag(tag: string): void;
  /** The id of the invoice of the other API that belongs to this one, where a mirror was matched. */
  other?: string | undefined;
}

/**
 * Shows an invoice in a dialog at the side. Escape closes it, and the focus goes back to where it was.
 *
 * @example
 * showDetails(dialog, row, { check: panel.show, filterByTag });
 */
export function showDetails(dialog: HTMLDialogElement, row: Row, actions: DetailActions): void {
  const close = () => dialog.close();
  const leaving = {
    check: (paymentRequest: string) => {
      close();
      actions.check(paymentRequest);
    },
    filterByTag: (tag: string) => {
      close();
      actions.filterByTag(tag);
    },
  };
  const heading = element("h2", { id: "details-heading" }, row.api === "reflex" ? "Reflex invoice" : "Txn invoice");
  const content = row.api === "reflex" ? reflexDetails(row.invoice, leaving) : txnDetails(row.invoice);
  dialog.replaceChildren(
    element("header", {}, heading, button("Close", close, { class: "quiet" })),
    element(
      "div",
      { class: "details-content", tabindex: "0", role: "region", "aria-labelledby": "details-heading" },
      ...(actions.other === undefined ? [] : [otherSide(row, actions.other)]),
      ...content,
    ),
  );
  // A click on the backdrop is a click on the dialog itself.
  dialog.onclick = ({ target }) => target === dialog && close();
  dialog.showModal();
}

function otherSide(row: Row, id: string): HTMLElement {
  const api = row.api === "reflex" ? "Txn" : "Reflex";
  return element("p", { class: "hint" }, `Belongs to ${api}'s invoice `, wholeKey(id));
}
