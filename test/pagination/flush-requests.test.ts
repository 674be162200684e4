import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { ManualServer } from "./manual.ts";
import { pagerOf } from "./pager-of.ts";
import { Server } from "./server.ts";

/** Pages that Node's fetch has written to the socket; it tells so under this name. */
const WRITTEN = "undici:client:sendHeaders";
const written: string[] = [];
const note = (message: unknown) => written.push((message as { request: { path: string } }).request.path);

afterEach(() => {
  unsubscribe(WRITTEN, note);
});

test("the next request is on the socket before a page is validated and its reader works on it", async () => {
  const server = createServer((request, response) => {
    const page = Number(request.url?.slice(1));
    response.end(JSON.stringify(page < 4 ? [page * 2, page * 2 + 1] : []));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // not a pipe
  subscribe(WRITTEN, note);
  const sentBefore: number[] = [];
  const pager = pagerOf(
    new ManualServer().source({
      async fetch(position) {
        const rows: number[] = await (await fetch(`http://127.0.0.1:${port}/${position}`)).json();
        return {
          count: rows.length,
          parse() {
            sentBefore.push(written.length);
            return { items: rows };
          },
        };
      },
    }),
  );
  let items = 0;
  for await (const _ of pager) items++;
  server.close();
  expect(items).toBe(8);
  // Before page n was validated, it and page n + 1 had been requested. Behind page 4, which is empty, nothing was.
  expect(sentBefore).toEqual([2, 3, 4, 5, 5]);
});

test.each([
  ["has no such turns, as a browser", undefined],
  ["has timers that a test has replaced and never lets run", () => ({})],
])("a list is read ahead where the platform %s", async (_, replacement) => {
  vi.stubGlobal("setImmediate", replacement);
  try {
    const server = new Server(237);
    expect(await pagerOf(server.source()).toArray({ maxItems: 999 })).toHaveLength(237);
  } finally {
    vi.unstubAllGlobals();
  }
});
