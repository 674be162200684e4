import { parseInvoice } from "../../bolt11/parse.ts";
import { parseTime } from "../../input/time.ts";
import type { CreateInvoice, Invoice, InvoicePreview, InvoiceTagInput } from "../types.ts";
import { bareRequest } from "./compare.ts";

/** How an invoice of unknown outcome is known again among those of the server. */
export interface Sought {
  /** Whether a row, as it came, is of the invoice that was pushed. */
  isSameInvoice(row: unknown): boolean;
  /** Whether such a row is from this push, and not from another one of the same invoice. */
  isThisPush(invoice: Invoice, since: number): boolean;
}

/** Describes what was pushed. */
export function seek({ payment_request, description, tags }: CreateInvoice, preview: InvoicePreview | null): Sought {
  const hash = preview?.invoice.payment_hash ?? null;
  const request = bareRequest(payment_request);
  const descriptions = description ? [description] : ["", preview?.decoded.description ?? ownDescription(request)];
  const expectedTags = tagTexts(tags ?? []);
  return {
    isSameInvoice(row) {
      const { payment_hash, payment_request: answered } = (row ?? {}) as Record<string, unknown>;
      if (hash !== null && typeof payment_hash === "string" && payment_hash.toLowerCase() === hash) return true;
      return typeof answered === "string" && bareRequest(answered) === request;
    },
    isThisPush(invoice, since) {
      // Also where the server heeded the filter: it may not. A row that does not tell its time is left to the filter.
      if (parseTime(invoice.created_at) < since) return false;
      const described = descriptions.some((one) => one.trim() === (invoice.description ?? "").trim());
      return described && tagTexts(invoice.tags) === expectedTags;
    },
  };
}

/** A push without a description may be listed under the invoice's own. */
function ownDescription(request: string): string {
  try {
    return parseInvoice(request).description ?? "";
  } catch {
    // With localDecode: false it may be one that we cannot read.
    return "";
  }
}

/** A list of tags as one text, whatever their order and the form in which a value is kept. */
function tagTexts(tags: readonly InvoiceTagInput[]): string {
  const texts = tags.map(({ key, string_value, number_value, boolean_value }) =>
    JSON.stringify([key, String(string_value ?? number_value ?? boolean_value)]),
  );
  return texts.sort().join();
}
