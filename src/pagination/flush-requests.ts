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
  const { setImmediate, clearImmediate } = globalThis as Partial<typeof globalThis>;
  if (!setImmediate || !clearImmediate) return;
  for (let turns = 0; turns < 2; turns++) {
    await new Promise<void>((resolve) => {
      const immediate = setImmediate(resolve);
      const answered = () => {
        clearImmediate(immediate);
        resolve();
      };
      request.then(answered, answered);
    });
  }
}
