import { type Client, InvoiceDecodeError, type InvoicePreview, type PushedInvoice } from "unvoice";
import { announce, button, byId, element } from "../ui/dom.ts";
import { explain } from "../ui/errors.ts";
import { notice } from "../ui/parts.ts";
import { checksView } from "./checks-view.ts";
import { decodedView, undecodableView } from "./decoded-view.ts";

/** So long after the last key stroke an invoice is checked, in ms. */
const PAUSE_MS = 250;

/** The page's first part. */
export interface CheckPanel {
  /** Puts an invoice in, as if it were pasted. */
  show(paymentRequest: string): void;
}

/**
 * Decodes what is pasted, as one types, and has Reflex check what can be read.
 *
 * @example
 * startCheckPanel(client, { offline: false }).show("lnbc1...");
 */
export function startCheckPanel(client: Client, { offline }: { offline: boolean }): CheckPanel {
  const input = byId("payment-request", HTMLTextAreaElement);
  const decoded = byId("decoded", HTMLElement);
  const answer = byId("checks", HTMLElement);
  let checked: string | null = null;
  let current = new AbortController();

  function update(): void {
    const text = input.value;
    const preview = previewOf(client, text);
    if (preview === null) decoded.replaceChildren();
    else decoded.replaceChildren(isError(preview) ? undecodableView(text, preview) : decodedView(preview));
    if (preview !== null) announce(isError(preview) ? preview.message : "The invoice can be read.");
    const readable = preview === null || isError(preview) ? null : preview.decoded.paymentRequest;
    if (readable === checked) return;
    checked = readable;
    current.abort();
    current = new AbortController();
    if (readable === null) answer.replaceChildren(invitation());
    else if (offline)
      answer.replaceChildren(notice("warn", "Not checked.", "The page reads a mirror and asks nobody."));
    else void check(readable, current.signal);
  }

  async function check(paymentRequest: string, signal: AbortSignal): Promise<void> {
    answer.replaceChildren(element("p", { class: "waiting" }, "Asking Reflex about its nodes…"));
    try {
      await pause(PAUSE_MS, signal);
      const params = { invoice: { payment_request: paymentRequest }, options: { invoice: { do_not_save: true } } };
      const { checks, checkErrors } = await client.reflex.pushInvoice(params, { signal });
      const failed = checkErrors.length > 0 ? [incomplete(checkErrors)] : [];
      answer.replaceChildren(...failed, checks === null ? noChecks() : checksView(checks));
      announce(`Checked. ${answer.querySelector(".notice")?.textContent ?? ""}`);
    } catch (error) {
      if (signal.aborted) return;
      const again = button("Try again", () => void check(paymentRequest, signal));
      answer.replaceChildren(notice("warn", "The check failed.", explain(error), " ", again));
    }
  }

  input.addEventListener("input", update);
  answer.replaceChildren(invitation());
  // A browser keeps what was typed over a reload.
  if (input.value !== "") update();
  return {
    show(paymentRequest) {
      input.value = paymentRequest;
      update();
      input.focus();
      input.setSelectionRange(0, 0);
      input.scrollTop = 0;
      input.scrollIntoView({ block: "center" });
    },
  };
}

function previewOf(client: Client, text: string): InvoicePreview | InvoiceDecodeError | null {
  if (text.trim() === "") return null;
  try {
    return client.reflex.previewInvoice({ payment_request: text });
  } catch (error) {
    if (error instanceof InvoiceDecodeError) return error;
    throw error;
  }
}

function isError(preview: InvoicePreview | InvoiceDecodeError): preview is InvoiceDecodeError {
  return preview instanceof InvoiceDecodeError;
}

function invitation(): HTMLElement {
  return element(
    "p",
    { class: "hint invitation" },
    "Flags, countries and connections of the payee and of each route hint appear here. ",
    "An invoice of the list below can be checked from its details.",
  );
}

function incomplete(checkErrors: PushedInvoice["checkErrors"]): HTMLElement {
  const words = [...new Set(checkErrors.map(({ message }) => message))].join("; ");
  return notice("warn", "Parts of the check failed: what is missing here may be flagged.", words);
}

function noChecks(): HTMLElement {
  return notice("warn", "No data.", "Reflex answered without checks. That does not make the nodes clean.");
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
