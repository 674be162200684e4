import { AuthenticationError, ConfigError, createClient, type TxnInvoicePage } from "unvoice";
import { createReflexClient } from "unvoice/reflex";
import { createTxnClient } from "unvoice/txn";
import { describe, expect, inject, test } from "vitest";

/** What the backend was sent. */
const headersOf = ({ meta }: TxnInvoicePage) => meta?.headers as Record<string, string>;

describe("keys in a browser", () => {
  test("a client that holds one is refused when it is created", () => {
    expect(() => createClient({ reflex: { apiKey: "secret-key" } })).toThrow(ConfigError);
    expect(() => createReflexClient({ apiKey: "secret-key" })).toThrow(ConfigError);
    expect(() => createTxnClient({ apiKey: () => "secret-key", baseUrl: "https://example.com" })).toThrow(ConfigError);
  });

  test("an own backend without a key is sent no Authorization header", async () => {
    const page = await createTxnClient({ baseUrl: inject("backendUrl") }).listInvoices();
    const headers = headersOf(page);
    expect(headers.accept).toBe("application/vnd.api+json");
    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("cookie");
  });

  test("with dangerouslyAllowBrowser the key is sent", async () => {
    const options = { baseUrl: inject("backendUrl"), apiKey: "an-open-secret", dangerouslyAllowBrowser: true };
    const page = await createTxnClient(options).listInvoices();
    expect(headersOf(page).authorization).toBe("Bearer an-open-secret");
  });

  test("an API that wants a key says so", async () => {
    const reflex = createReflexClient({ url: inject("sandbox").reflexUrl });
    await expect(reflex.ping()).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("a timezone, which would need a cookie, is refused", () => {
    expect(() => createReflexClient({ url: "/api/reflex", timezone: "Europe/Berlin" })).toThrow(ConfigError);
  });

  test("an own backend may be named relative to the page", async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Response.json({ data: [] });
    };
    await createTxnClient({ baseUrl: "/api/txn", fetch }).listInvoices();
    expect(asked[0]).toMatch(`${location.origin}/api/txn/api/public/v1/invoices?`);
  });
});
