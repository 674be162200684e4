// Kept from the start, so that a user's test which replaces the timers does not stop a list.
const { setImmediate } = globalThis as Partial<typeof globalThis>;

/**
 * Waits until requests made just now are on their way.
 *
 * Node's `fetch` writes to the socket when the event loop turns, ky calls it some promises late, and a connection that
 * was used before is free a turn later. Without this wait, a request for the page to come would leave only when the page
 * at hand was validated and its reader awaited something. A browser's network has a process of its own: it needs no wait.
 *
 * @example
 * const page = fetch(url);
 * await requestsLeave(); // the work from here on and the server's overlap
 */
export async function requestsLeave(): Promise<void> {
  for (let turn = 0; turn < 2 && setImmediate; turn++) await new Promise((resolve) => setImmediate(resolve));
}
