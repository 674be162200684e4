export type { Pager } from "../pagination/pager.ts";
export type { Page, PagerIterator, PagerOptions } from "../pagination/types.ts";
export { type InvoiceWindow, planWindows, type WindowOptions, walkWindow, walkWindows } from "./windows.ts";
