import type { IncomingMessage } from "node:http";

/**
 * Whether a request was meant for this server. A foreign name that resolves to loopback (DNS rebinding) would otherwise let
 * any website read through the keys.
 */
export function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  return headers.host === `127.0.0.1:${socket.localPort}` || headers.host === `localhost:${socket.localPort}`;
}

/** Whether a request comes from the dashboard's own page: another site's form or script may send here, too. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}
