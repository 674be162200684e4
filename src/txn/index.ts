export * from "../errors/errors.ts";
export type { Pager } from "../pagination/pager.ts";
export type { Page, PagerOptions } from "../pagination/strategy.ts";
export type { ApiKey } from "../transport/config.ts";
export type { DriftEvent, HookEvent, Hooks } from "../transport/hooks.ts";
export type { RequestOptions, TransportOptions } from "../transport/options.ts";
export { createTxnClient, isFinal, type TxnClient } from "./client.ts";
export type { TxnOptions } from "./connection.ts";
export type * from "./types.ts";
