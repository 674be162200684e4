import {
  ConnectionError,
  createClient,
  InputError,
  InvoiceDecodeError,
  InvoiceMismatchError,
  OutcomeUnknownError,
  ResponseValidationError,
  tags,
} from "unvoice";
import { createSandbox, type FaultKind } from "unvoice/sandbox";
import { describe, expect, test } from "vitest";
import { reflexInvoice, SEED_HASH, SEED_INVOICE, SEED_PAYEE, SEED_PUSH } from "../../support/fixtures.ts";
import { closedPort, json, rejection, serve } from "../../support/server.ts";

const DO_NOT_SAVE = { invoice: { payment_request: SEED_INVOICE }, options: { invoice: { do_not_save: true } } };

/** A sandbox on a real port, and the client of it. */
async function onPort(options: Parameters<typeof createSandbox>[0] = {}) {
  const sandbox = createSandbox({ reflex: { invoices: 120 }, ...options });
  const running = await sandbox.listen();
  const { reflex } = createClient({ reflex: { url: running.reflexUrl, apiKey: "sandbox-reflex-key" } });
  return { sandbox, reflex, [Symbol.asyncDispose]: () => running.close() };
}

/** A client of a server that answers every push with this. */
async function answering(invoice: unknown, checks: unknown = { destinations: [] }) {
  const server = await serve((_request, response) =>
    json(response, 200, { data: { pushInvoice: { invoice, checks } } }, { "x-request-id": "request-7" }),
  );
  const { reflex } = createClient({ reflex: { url: server.url, apiKey: "key-of-the-test" } });
  return { server, reflex };
}

describe("a push", () => {
  test("of the seed's variables is saved once, compared, and listed afterwards", async () => {
    await using api = await onPort();
    const pushed = await api.reflex.pushInvoice(SEED_PUSH);
    expect(pushed.invoice).toMatchObject({
      amount_msats: 100000n,
      amount_sats: "100",
      description: "User withdrawal",
      destination: SEED_PAYEE,
      payment_hash: SEED_HASH,
      payment_request: SEED_INVOICE,
    });
    expect(pushed.reconciled).toBe(false);
    expect(pushed.preview?.decoded.payee).toBe(SEED_PAYEE);
    expect(pushed.checks?.destinations[0]).toMatchObject({ pubkey: SEED_PAYEE });
    const listed = await api.reflex
      .getInvoices({ filter: { tags: tags({ "product-id": 534271 }) } })
      .toArray({ maxItems: 9 });
    expect(listed.filter(({ payment_hash }) => payment_hash === SEED_HASH)).toHaveLength(1);
  });

  test("with do_not_save leaves nothing behind", async () => {
    await using api = await onPort();
    const before = api.sandbox.reflex.invoices.length;
    const { invoice } = await api.reflex.pushInvoice(DO_NOT_SAVE);
    expect(invoice.payment_hash).toBe(SEED_HASH);
    expect(api.sandbox.reflex.invoices).toHaveLength(before);
  });

  test("without checks does not ask for them", async () => {
    const { server, reflex } = await answering(reflexInvoice(), undefined);
    const { checks } = await reflex.pushInvoice(DO_NOT_SAVE, { checks: false });
    expect(checks).toBeNull();
    expect(JSON.parse(server.requests[0]?.body ?? "").variables.checks).toBe(false);
  });

  test("sends the invoice as BOLT 11 writes it, whatever stands around it", async () => {
    const { server, reflex } = await answering(reflexInvoice());
    await reflex.pushInvoice({
      ...DO_NOT_SAVE,
      invoice: { payment_request: ` LIGHTNING:${SEED_INVOICE.toUpperCase()} ` },
    });
    expect(JSON.parse(server.requests[0]?.body ?? "").variables.invoice.payment_request).toBe(SEED_INVOICE);
  });
});

describe("bad input is refused before a request leaves", () => {
  const tag = (over: object) => ({
    invoice: { payment_request: SEED_INVOICE, tags: [{ key: "user-id", string_value: "x", ...over }] },
  });
  test.each([
    [
      "six tags",
      { invoice: { payment_request: SEED_INVOICE, tags: Array(6).fill({ key: "a", string_value: "x" }) } },
      "invoice.tags",
    ],
    ["a digit in a key", tag({ key: "user-1" }), "invoice.tags[0].key"],
    ["a line break behind a key", tag({ key: "user\n" }), "invoice.tags[0].key"],
    ["no value", tag({ string_value: undefined }), "invoice.tags[0]"],
    ["two values", tag({ number_value: 1 }), "invoice.tags[0]"],
    [
      "a value that is not finite",
      tag({ string_value: null, number_value: Number.NaN }),
      "invoice.tags[0].number_value",
    ],
    ["a value of another type", tag({ string_value: 5 }), "invoice.tags[0].string_value"],
    ["an unknown field", { invoice: { payment_request: SEED_INVOICE, note: "x" } }, "invoice.note"],
    ["no payment request", { invoice: { payment_request: " " } }, "invoice.payment_request"],
    [
      "a text for do_not_save",
      { ...DO_NOT_SAVE, options: { invoice: { do_not_save: "false" } } },
      "options.invoice.do_not_save",
    ],
    ["nothing", undefined, "invoice.payment_request"],
  ])("%s", async (_name, params, path) => {
    const { server, reflex } = await answering(reflexInvoice());
    const error = (await rejection(reflex.pushInvoice(params as never))) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.issues[0]?.path).toBe(path);
    expect(server.requests).toHaveLength(0);
  });

  test("an undecodable invoice", async () => {
    const { server, reflex } = await answering(reflexInvoice());
    const broken = SEED_INVOICE.replace("pwz5w", "pwz5x");
    const error = (await rejection(reflex.pushInvoice({ invoice: { payment_request: broken } }))) as InvoiceDecodeError;
    expect(error).toBeInstanceOf(InvoiceDecodeError);
    expect(error.code).toBe("bad_checksum");
    expect(server.requests).toHaveLength(0);
    await reflex.pushInvoice({ ...DO_NOT_SAVE, invoice: { payment_request: broken } }, { localDecode: false });
    expect(server.requests).toHaveLength(1);
  });
});

describe("an answer that describes another invoice", () => {
  test.each([
    ["payment_hash", "00".repeat(32), "payment_hash", SEED_HASH],
    ["destination", "02".repeat(33), "destination", SEED_PAYEE],
    ["amount_msats", "100001", "amount_msats", "100000"],
    ["amount_msats", null, "amount_msats", "100000"],
  ])("in %s is an InvoiceMismatchError that says so", async (field, answered, named, local) => {
    const { reflex } = await answering(reflexInvoice({ [field]: answered }));
    const error = (await rejection(reflex.pushInvoice(DO_NOT_SAVE))) as InvoiceMismatchError;
    expect(error).toBeInstanceOf(InvoiceMismatchError);
    expect(error.mismatches).toMatchObject([{ field: named, local, remote: answered }]);
    expect(error).toMatchObject({ operation: "pushInvoice", attempts: 1, requestId: "request-7" });
    expect(JSON.stringify(error)).not.toContain(SEED_INVOICE);
    expect(error.response).toMatchObject({ invoice: { payment_request: SEED_INVOICE } });
    await expect(reflex.pushInvoice(DO_NOT_SAVE, { localDecode: false })).resolves.toMatchObject({ preview: null });
  });

  test("is none where only the case of hex digits differs, or an amount may have either spelling", async () => {
    const { reflex } = await answering(reflexInvoice({ destination: SEED_PAYEE.toUpperCase(), amount_msats: 100000 }));
    expect((await reflex.pushInvoice(DO_NOT_SAVE)).invoice.amount_msats).toBe(100000n);
  });
});

describe("against the sandbox, exactly once", () => {
  const lost: [FaultKind, string][] = [
    ["reset_after", "connection_broken"],
    ["html_502", "server"],
    ["empty_500", "server"],
    ["truncate_body", "response_validation"],
    ["stall_body", "timeout"],
  ];

  test.each(lost)("after %s the outcome is unknown, and nothing is sent again", async (kind, code) => {
    await using api = await onPort();
    api.sandbox.faults.add({ kind, operation: "pushInvoice", times: 9 });
    const before = Date.now();
    const error = (await rejection(api.reflex.pushInvoice(SEED_PUSH, { timeoutMs: 300 }))) as OutcomeUnknownError;
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ paymentHash: SEED_HASH, api: "reflex", operation: "pushInvoice", attempts: 1 });
    expect(error.startedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(error.cause).toMatchObject({ code });
    expect(api.sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(1);
  });

  test.each(["reset_after", "truncate_body", "stall_body"] as const)(
    "after %s, reconcile finds the invoice",
    async (kind) => {
      await using api = await onPort();
      api.sandbox.faults.add({ kind, operation: "pushInvoice" });
      const count = api.sandbox.reflex.invoices.length;
      const result = await api.reflex.pushInvoice(SEED_PUSH, { timeoutMs: 300, onUnknownOutcome: "reconcile" });
      expect(result).toMatchObject({ reconciled: true, checks: null, invoice: { payment_hash: SEED_HASH } });
      expect(api.sandbox.reflex.invoices.length - count).toBe(1);
      expect(api.sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(1);
    },
  );

  test("where nothing was saved, reconcile says that it does not know", async () => {
    await using api = await onPort();
    api.sandbox.faults.add({ kind: "html_502", operation: "pushInvoice" });
    const push = api.reflex.pushInvoice(SEED_PUSH, { onUnknownOutcome: "reconcile", totalTimeoutMs: 600 });
    expect(await rejection(push)).toBeInstanceOf(OutcomeUnknownError);
    expect(api.sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(1);
  });

  test("what was provably not processed is sent again: throttled at 200, 429, never connected", async () => {
    await using api = await onPort();
    api.sandbox.faults.add({ kind: "throttled_200", operation: "pushInvoice", retryAfter: 0 });
    api.sandbox.faults.add({ kind: "rate_limit", operation: "pushInvoice", retryAfter: 0 });
    await api.reflex.pushInvoice(SEED_PUSH);
    expect(api.sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(3);
    const { reflex } = createClient({ reflex: { url: await closedPort(), apiKey: "key-of-the-test" } });
    const error = await rejection(reflex.pushInvoice(SEED_PUSH, { maxRetries: 1 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "connection_failed", attempts: 2, outcome: "not_saved" });
  });

  test("with do_not_save it is a read", async () => {
    await using api = await onPort();
    api.sandbox.faults.add({ kind: "reset_after", operation: "pushInvoice" });
    await api.reflex.pushInvoice(DO_NOT_SAVE);
    expect(api.sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(2);
  });

  test("a cancelled push rejects with the signal's reason, also after it was sent", async () => {
    const controller = new AbortController();
    const reason = new Error("the user left");
    // At the moment at which the push is there: by the clock it might not have left yet on a busy machine.
    const server = await serve(() => controller.abort(reason));
    const { reflex } = createClient({ reflex: { url: server.url, apiKey: "key-of-the-test" } });
    const push = reflex.pushInvoice(SEED_PUSH, { signal: controller.signal, onUnknownOutcome: "reconcile" });
    expect(await rejection(push)).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

test("a checked answer without the invoice's hash is unreadable, with its path and the raw value", async () => {
  const { reflex } = await answering(reflexInvoice({ payment_hash: null }));
  const error = (await rejection(reflex.pushInvoice(DO_NOT_SAVE))) as ResponseValidationError;
  expect(error).toBeInstanceOf(ResponseValidationError);
  expect(error.issues[0]).toEqual({ path: "invoice.payment_hash", message: "must be text" });
  expect(error.raw).toMatchObject({ pushInvoice: { invoice: { id: expect.any(String) } } });
});

describe("previewInvoice", () => {
  const { reflex } = createClient();

  test("says what do_not_save would, without a key and without a request", async () => {
    const { invoice, decoded, expired } = reflex.previewInvoice({
      payment_request: SEED_INVOICE,
      tags: tags({ "user-id": "7" }),
    });
    expect(invoice).toEqual({
      id: null,
      account_id: null,
      amount_msats: 100000n,
      amount_sats: "100",
      created_at: null,
      description: "suredbits demo invoice",
      destination: SEED_PAYEE,
      invoice_created_at: "2018-12-31T15:54:47.000Z",
      invoice_expiry_at: "2018-12-31T16:54:47.000Z",
      payment_hash: SEED_HASH,
      payment_request: SEED_INVOICE,
      routing_info: [],
      tags: [{ key: "user-id", string_value: "7", number_value: null, boolean_value: null }],
    });
    expect(decoded.issues).toEqual(["missing_s"]);
    expect(expired).toBe(true);
  });

  test("agrees with the sandbox, which reads invoices with another decoder", async () => {
    await using api = await onPort();
    const invoices = await api.reflex.getInvoices().toArray({ maxItems: 120 });
    expect(invoices).toHaveLength(120);
    for (const { payment_request } of invoices) {
      const preview = reflex.previewInvoice({ payment_request }).invoice;
      const { invoice } = await api.reflex.pushInvoice({
        invoice: { payment_request },
        options: { invoice: { do_not_save: true } },
      });
      // Of thousandths of a sat the server may show what it likes: amount_msats is exact on both sides.
      const { id, account_id, created_at, amount_sats, ...said } = invoice;
      expect(preview).toMatchObject({ ...said, tags: [] });
    }
  });

  test("refuses bad tags and bad invoices at once", () => {
    expect(() => reflex.previewInvoice({ payment_request: SEED_INVOICE, tags: [{ key: "A" }] })).toThrow(InputError);
    expect(() => reflex.previewInvoice({ payment_request: "lnbc1" })).toThrow(InvoiceDecodeError);
    expect(() => reflex.previewInvoice(SEED_INVOICE as never)).toThrow("Invalid input: invoice: must be an object");
  });
});
