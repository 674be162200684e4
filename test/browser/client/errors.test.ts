import {
  AuthenticationError,
  ConnectionError,
  InputError,
  InvoiceDecodeError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "unvoice";
import { describe, expect, test } from "vitest";
import { clientOf } from "./clients.ts";

const once = { maxRetries: 0 };

describe("errors in a browser", () => {
  test("a wrong key is an AuthenticationError of either API, without the key in it", async () => {
    const client = clientOf("sandbox", { reflex: { apiKey: "wrong-key" }, txn: { apiKey: "wrong-key" } });
    for (const call of [client.reflex.ping(), client.txn.listInvoices()]) {
      const error = await Promise.resolve(call).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("wrong-key");
    }
  });

  test("a proxy's HTML is a ServerError", async () => {
    await expect(clientOf("down").reflex.ping(once)).rejects.toBeInstanceOf(ServerError);
    await expect(clientOf("down").txn.listInvoices({}, once)).rejects.toMatchObject({ status: 502, api: "txn" });
  });

  test("a throttler's wait can be read across origins", async () => {
    const error: unknown = await clientOf("throttled")
      .txn.listInvoices({}, once)
      .then(null, (reason) => reason);
    expect(error).toBeInstanceOf(RateLimitError);
    expect((error as RateLimitError).retryAfterMs).toBe(7000);
  });

  test("a body that never ends is a TimeoutError of the body", async () => {
    const error: unknown = await clientOf("stalled")
      .txn.listInvoices({}, { ...once, timeoutMs: 200 })
      .then(null, (reason) => reason);
    expect(error).toBeInstanceOf(TimeoutError);
    expect((error as TimeoutError).phase).toBe("body");
  });

  test("nobody at the other end is a ConnectionError", async () => {
    // Port 9 (discard): browsers refuse it as unsafe, as they do an unreachable host: without a word why.
    const client = clientOf("sandbox", { txn: { baseUrl: "http://127.0.0.1:9" } });
    await expect(client.txn.listInvoices({}, once)).rejects.toBeInstanceOf(ConnectionError);
  });

  test("bad input leaves no request", async () => {
    const { reflex, txn } = clientOf("sandbox");
    expect(() => txn.listInvoices({ per_page: 0 })).toThrow(InputError);
    const pushed = reflex.pushInvoice({ invoice: { payment_request: "lnbc1nothing" } });
    await expect(pushed).rejects.toBeInstanceOf(InvoiceDecodeError);
  });
});
