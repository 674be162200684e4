export { decodeInvoice } from "./decode.ts";
export { InvoiceDecodeError, type InvoiceDecodeErrorCode } from "./error.ts";
export { parseInvoice } from "./parse.ts";
export type { DecodedInvoice, InvoiceIssue, Network, RecoverPublicKey, RouteHop } from "./types.ts";
