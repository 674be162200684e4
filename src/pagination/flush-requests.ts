/**
 * Waits until requests made just now are on their way.
 *
 * Node's `fetch` writes to the socket when the event loop turns, ky calls it some promises late, and a connection that
 * was used before is free a turn later. Without this wait, a request for the page to come would leave only when the page
 * at hand was validated and its reader awaited something. A browser's network has a process of its own: it needs no wait.
 *
 * @param request the latest of them: once it is answered there is nothing to wait for, even where a test has replaced
 * the timers and never lets them run
 * @example
 * const page = fetch(url);
 * await flushRequests(page); // the work from here on and the server's overlap
 */
export async function flushRequests(request: Promise<unknown>): Promise<void> {
  const answered = request.then(ignore, ignore);
  for (let turns = 0; turns < 2; turns++) {
    const { setImmediate } = globalThis as Partial<typeof globalThis>;
    if (!setImmediate) return;
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), answered]);
  }
}

function ignore(): void {}
