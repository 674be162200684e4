/**
 * What passes between the doors (in process, on a port) and the two APIs: plain requests and replies, no sockets, no `fetch`.
 */

/** A request as the APIs see it; `body` is the whole text, already within the size limit. */
export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}

/** An answer in full. Header names are in lower case. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Which API a request is for and which of its operations, named as the client's methods are. */
export interface Target {
  api: "reflex" | "txn";
  operation: string;
}

/** One emulated API. */
export interface Api {
  /** The operation a request asks for; "unknown" when it asks for none. */
  operation(request: ApiRequest): string;
  serve(request: ApiRequest): Reply;
  /** A refusal that comes before the API reads the request, in the API's own error shape. */
  refuse(status: number, title: string): Reply;
  /** New rows at the newest end. */
  insert(count?: number): void;
}

/** An answer holding JSON. */
export function jsonReply(status: number, value: unknown): Reply {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(value) };
}

/** The answer with the server's time, in ms since 1970, as its `Date`. */
export function dated(reply: Reply, serverMs: number): Reply {
  return { ...reply, headers: { ...reply.headers, date: new Date(serverMs).toUTCString() } };
}
