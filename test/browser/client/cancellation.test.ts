import { describe, expect, test } from "vitest";
import { clientOf } from "./clients.ts";

describe("cancellation", () => {
  test("a list in flight rejects with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("the person went elsewhere");
    const loading = clientOf("stalled").txn.listInvoices({}, { signal: controller.signal }).toArray({ maxItems: 10 });
    setTimeout(() => controller.abort(reason), 50);
    await expect(loading).rejects.toBe(reason);
  });

  test("a signal that was aborted before lets no request out", async () => {
    const sent: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      sent.push(String(input));
      return globalThis.fetch(input, init);
    };
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(clientOf("sandbox", { fetch }).reflex.ping({ signal })).rejects.toThrow("too late");
    expect(sent).toEqual([]);
  });

  test("leaving a loop ends it, and the list can be walked again", async () => {
    const list = clientOf("sandbox").txn.listInvoices({ per_page: 20 });
    for await (const invoice of list) {
      expect(invoice.type).toBe("invoices");
      break;
    }
    expect(list.stats).toMatchObject({ items: 1, stoppedBecause: "stopped" });
    expect(await list.toArray({ maxItems: 25 })).toHaveLength(25);
  });
});
