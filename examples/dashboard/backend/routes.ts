import type { Upstreams } from "./upstreams.ts";

/** Where a request goes. */
export interface Route {
  method: "GET" | "POST";
  url: URL;
  key: string;
}

const TXN_LIST = "/api/public/v1/invoices";
/** The list's documented parameters (docs/apis/txn.md). */
const TXN_PARAMETERS = ["order", "order_type", "page", "per_page", "reference", "created_at_from", "created_at_to"];

/**
 * Where a request of the page goes: Reflex's one endpoint and Txn's list, nothing else. A number is the status of a refusal.
 *
 * @example
 * routeOf("GET", "/api/txn/api/public/v1/invoices", "?page=1", upstreams);
 */
export function routeOf(
  method: string,
  pathname: string,
  search: string,
  upstreams: Upstreams,
): Route | 400 | 404 | 405 {
  if (pathname === "/api/reflex") {
    if (method !== "POST") return 405;
    return { method, url: new URL(upstreams.reflex.url), key: upstreams.reflex.key };
  }
  if (pathname !== `/api/txn${TXN_LIST}`) return 404;
  if (method !== "GET") return 405;
  const parameters = new URLSearchParams(search);
  if ([...parameters.keys()].some((name) => !TXN_PARAMETERS.includes(name))) return 400;
  const url = new URL(upstreams.txn.url);
  url.pathname += (url.pathname.endsWith("/") ? "" : "/") + TXN_LIST.slice(1);
  url.search = String(parameters);
  return { method, url, key: upstreams.txn.key };
}
