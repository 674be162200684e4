import { createClient, InputError, InvoiceDecodeError } from "unvoice";
import { describe, expect, test } from "vitest";
import { reflexInvoice, SEED_INVOICE, SEED_PUSH } from "../../support/fixtures.ts";
import { json, rejection, serve } from "../../support/server.ts";
import { keeper } from "./keeper.ts";

const invoice = { payment_request: SEED_INVOICE };

/** A client of a server that takes every push; what reached it. */
async function recording() {
  const server = await serve((_request, response) =>
    json(response, 200, { data: { pushInvoice: { invoice: reflexInvoice() } } }),
  );
  const { reflex } = createClient({ reflex: { url: server.url, apiKey: "key-of-the-test" } });
  const bodies = () => server.requests.map(({ body }) => JSON.parse(body).variables);
  return { reflex, server, bodies };
}

describe("what is checked is what is sent", () => {
  test("a getter of a class is read once, and sent as it was read", async () => {
    let reads = 0;
    class Saving {
      get do_not_save(): boolean {
        reads += 1;
        return reads === 1;
      }
    }
    const api = await keeper({
      onPush: ({ reset, nth, save, response }) =>
        nth < 3 ? reset() : json(response, 200, { data: { pushInvoice: { invoice: save() } } }),
    });
    await api.reflex.pushInvoice({ invoice, options: { invoice: new Saving() } });
    expect(reads).toBe(1);
  });

  test("a class's instance and a Proxy are sent with what they say", async () => {
    const { reflex, bodies } = await recording();
    class Whole {
      get invoice() {
        return new Proxy({ payment_request: SEED_INVOICE, tags: new Proxy([{ key: "a", number_value: 1 }], {}) }, {});
      }
      get options() {
        return { invoice: Object.create({ do_not_save: true }) };
      }
    }
    await reflex.pushInvoice(new Whole());
    expect(bodies()).toEqual([
      {
        invoice: { ...invoice, tags: [{ key: "a", number_value: 1 }] },
        options: { invoice: { do_not_save: true } },
        checks: true,
      },
    ]);
  });

  test("a later change of the caller's objects changes nothing, also before the next attempt", async () => {
    const params = structuredClone(SEED_PUSH);
    const headers = { "x-mine": "1" };
    const options = { headers, checks: true, onUnknownOutcome: "throw" as const };
    const seen: object[] = [];
    const server = await serve((request, response, nth) => {
      seen.push({ ...JSON.parse(server.requests[nth - 1]?.body ?? "").variables, mine: request.headers["x-mine"] });
      if (nth === 1) json(response, 429, "", { "retry-after": "0" });
      else json(response, 200, { data: { pushInvoice: { invoice: reflexInvoice() } } });
    });
    const { reflex } = createClient({ reflex: { url: server.url, apiKey: "key-of-the-test" } });
    const pushed = reflex.pushInvoice(params, options);
    params.invoice.payment_request = "lnbc1";
    params.invoice.description = "changed";
    params.invoice.tags.length = 0;
    params.options.invoice.do_not_save = true;
    headers["x-mine"] = "2";
    options.checks = false;
    await pushed;
    expect(seen).toEqual([1, 2].map(() => ({ ...SEED_PUSH, checks: true, mine: "1" })));
  });

  test("null is what is left out, at every depth", async () => {
    const { reflex, bodies } = await recording();
    const nothing = { description: null, tags: null };
    await reflex.pushInvoice({ invoice: { ...invoice, ...nothing }, options: null }, {
      checks: null,
      timeoutMs: undefined,
    } as never);
    await reflex.pushInvoice({ invoice, options: { invoice: { do_not_save: null } } }, null as never);
    expect(bodies()).toEqual([
      { invoice, checks: true },
      { invoice, options: { invoice: {} }, checks: true },
    ]);
  });
});

describe("what a push does not know is refused by name", () => {
  test.each<[string, unknown, unknown, string]>([
    ["an option", { invoice }, { check: false }, "options.check"],
    ["an option of no boolean", { invoice }, { checks: "no" }, "options.checks"],
    ["a way out", { invoice }, { onUnknownOutcome: "retry" }, "options.onUnknownOutcome"],
    ["a network", { invoice }, { expectedNetwork: "bitcoin" }, "options.expectedNetwork"],
    ["a parameter", { invoice, option: {} }, {}, "option"],
    ["a field of the invoice", { invoice: { ...invoice, note: "x" } }, {}, "invoice.note"],
    [
      "a field that is called __proto__",
      { invoice: JSON.parse(`{"payment_request":"${SEED_INVOICE}","__proto__":1}`) },
      {},
      "invoice.__proto__",
    ],
    ["a field of an option", { invoice, options: { invoice: { doNotSave: true } } }, {}, "options.invoice.doNotSave"],
    [
      "a field of a tag",
      { invoice: { ...invoice, tags: [{ key: "a", string_value: "b", value: 1 }] } },
      {},
      "invoice.tags[0].value",
    ],
    ["options in a list", { invoice, options: [] }, {}, "options"],
    [
      "a getter that throws",
      {
        get invoice() {
          throw new Error("no");
        },
      },
      {},
      "",
    ],
  ])("%s", async (_what, params, options, path) => {
    const { reflex, server } = await recording();
    const thrown = (await rejection(reflex.pushInvoice(params as never, options as never))) as InputError;
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown.issues[0]?.path).toBe(path);
    expect(server.requests).toHaveLength(0);
  });
});

describe("expectedNetwork", () => {
  const seen = async (client: object, options: object) => {
    const server = await serve((_request, response) =>
      json(response, 200, { data: { pushInvoice: { invoice: reflexInvoice() } } }),
    );
    const { reflex } = createClient({ ...client, reflex: { url: server.url, apiKey: "key-of-the-test" } });
    const outcome = await reflex.pushInvoice({ invoice }, options).then(
      () => "pushed",
      (error: Error) => error,
    );
    return { outcome, requests: server.requests.length, reflex };
  };
  const refusal = "Invalid input: invoice.payment_request: is for testnet; only mainnet is expected (expectedNetwork)";

  test("refuses another network before anything is sent, the call's before the client's", async () => {
    expect(await seen({ expectedNetwork: "mainnet" }, {})).toMatchObject({
      outcome: { message: refusal },
      requests: 0,
    });
    expect(await seen({}, { expectedNetwork: "mainnet" })).toMatchObject({
      outcome: { message: refusal },
      requests: 0,
    });
    expect(await seen({ expectedNetwork: "testnet" }, { expectedNetwork: "mainnet" })).toMatchObject({ requests: 0 });
    expect(await seen({ expectedNetwork: "mainnet" }, { expectedNetwork: "testnet" })).toMatchObject({
      outcome: "pushed",
    });
    expect(await seen({ expectedNetwork: "testnet" }, {})).toMatchObject({ outcome: "pushed", requests: 1 });
  });

  test("needs the decoder", async () => {
    const { outcome, requests } = await seen({ expectedNetwork: "testnet" }, { localDecode: false });
    expect(outcome).toMatchObject({
      name: "InputError",
      issues: [{ path: "options.localDecode" }],
      outcome: "not_saved",
    });
    expect(requests).toBe(0);
  });

  test("of the client must be one", () => {
    expect(() => createClient({ expectedNetwork: "bitcoin" as never })).toThrow(/expectedNetwork/);
  });

  test("lets the preview show every network", async () => {
    const { reflex } = await seen({ expectedNetwork: "mainnet" }, {});
    expect(reflex.previewInvoice(invoice).decoded.network).toBe("testnet");
  });
});

test("a preview is of a copy, too", () => {
  const { reflex } = createClient();
  let reads = 0;
  const preview = reflex.previewInvoice({
    get payment_request() {
      reads += 1;
      return reads === 1 ? SEED_INVOICE : "lnbc1";
    },
  });
  expect(preview.invoice.payment_request).toBe(SEED_INVOICE);
  expect(() => reflex.previewInvoice({ payment_request: "lnbc1" })).toThrow(InvoiceDecodeError);
});
