import { inspect } from "node:util";
import { createSandbox } from "unvoice/sandbox";
import {
  AuthenticationError,
  ConfigError,
  createTxnClient,
  InputError,
  OutcomeUnknownError,
  UnprocessableEntityError,
  type UnvoiceError,
} from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { rejection } from "../../support/server.ts";
import { broken, created, merchant, never, ORDER } from "./merchant.ts";

const json = (body: unknown, status = 200) => Response.json(body, { status });

describe("createInvoice", () => {
  test("sends the documented attributes by their wire names, and gives the invoice", async () => {
    const seen: unknown[] = [];
    const { txn, urls } = merchant({
      onCreate({ attributes, save }) {
        seen.push(attributes);
        return created(save());
      },
    });
    const order = {
      ...ORDER,
      targetCurrency: "EUR",
      targetAccountId: null,
      successRedirectUrl: "https://shop.example/thanks?a=1",
      paymentMethods: ["on_chain"],
    };
    const invoice = await txn.createInvoice(order);
    const { targetAccountId: _, ...sent } = order;
    expect(seen).toEqual([sent]);
    expect(urls).toEqual(["POST /api/public/v1/invoices"]);
    expect(invoice).toMatchObject({ type: "invoices", status: "pending", reference: "order-1001", reconciled: false });
    expect(invoice.response).toMatchObject({ status: 201 });
    expect(inspect(invoice)).not.toContain("response");
    expect(JSON.stringify(invoice)).not.toContain('"response"');
  });

  test("takes a bigint for an amount, and any 2xx for success", async () => {
    const { txn, rows } = merchant({ onCreate: ({ save }) => json({ data: save() }, 200) });
    await txn.createInvoice({ ...ORDER, amountBilled: 40n });
    expect(rows[0]?.attributes).toMatchObject({ amountBilled: "40" });
  });

  test("creates in the sandbox what can be read and listed there", async () => {
    const { txn, fetch } = createSandbox().clientOptions();
    const client = createTxnClient({ ...txn, fetch });
    const invoice = await client.createInvoice({ ...ORDER, reference: "order-7" });
    expect(invoice).toMatchObject({ amountBilled: "40.00", reference: "order-7", network: "ttrx:usdt" });
    expect(await client.getInvoice(invoice.id)).toMatchObject({ reference: "order-7" });
    expect((await client.listInvoices({ reference: "order-7" })).items.map(({ id }) => id)).toEqual([invoice.id]);
  });

  test("beyond the limits fails in the server's words", async () => {
    const { txn, fetch } = createSandbox().clientOptions();
    const error = await rejection(createTxnClient({ ...txn, fetch }).createInvoice({ ...ORDER, amountBilled: "5.0" }));
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error).toMatchObject({ status: 422, outcome: "not_created" });
    expect((error as Error).message).toContain("amount is below minimum");
  });

  test("sends what it was given at the call, whatever becomes of it", async () => {
    const { txn, rows } = merchant();
    const plain = { ...ORDER, paymentMethods: ["on_chain"] };
    const creating = txn.createInvoice(plain);
    plain.amountBilled = "1.00";
    plain.paymentMethods.push("nft");
    await creating;
    expect(rows[0]?.attributes).toMatchObject({ amountBilled: "40.00", paymentMethods: ["on_chain"] });
  });
});

describe("bad input is refused before anything is sent", () => {
  test.each<[string, unknown]>([
    ["amountBilled", { amountBilled: 40 }],
    ["amountBilled", { amountBilled: 0.1 + 0.2 }],
    ["amountBilled", { amountBilled: "40,00" }],
    ["amountBilled", { amountBilled: "4e1" }],
    ["amountBilled", { amountBilled: "-40" }],
    ["amountBilled", { amountBilled: "" }],
    ["amountBilled", { amountBilled: undefined }],
    ["amountBilled", { amountBilled: "9".repeat(2_000) }],
    ["billedCurrency", { billedCurrency: "" }],
    ["chargedCurrency", { chargedCurrency: null }],
    ["network", { network: "  " }],
    ["reference", { reference: "   " }],
    ["reference", { reference: 7 }],
    ["successRedirectUrl", { successRedirectUrl: "thanks.html" }],
    ["unsuccessRedirectUrl", { unsuccessRedirectUrl: "javascript:alert(1)" }],
    ["successRedirectUrl", { successRedirectUrl: "ftp://shop.example" }],
    ["successRedirectUrl", { successRedirectUrl: "https://" }],
    ["paymentMethods", { paymentMethods: "on_chain" }],
    ["payNetwork", { payNetwork: "TTRX:USDT" }],
  ])("%s of %j", async (path, over) => {
    const { txn, urls } = merchant();
    const error = await rejection(txn.createInvoice({ ...ORDER, ...(over as object) }));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ operation: "createInvoice", outcome: "not_created", issues: [{ path }] });
    expect(urls).toEqual([]);
  });

  test.each([null, undefined, {}, [], "order"])("%j for the whole", async (params) => {
    const { txn, urls } = merchant();
    expect(await rejection(txn.createInvoice(params as never))).toBeInstanceOf(InputError);
    expect(urls).toEqual([]);
  });

  test("reconcile without a reference, and an onUnknownOutcome that is none", async () => {
    const { txn } = merchant();
    const { reference: _, ...nameless } = ORDER;
    expect(await rejection(txn.createInvoice(nameless, { onUnknownOutcome: "reconcile" }))).toMatchObject({
      issues: [{ path: "reference" }],
    });
    expect(await rejection(txn.createInvoice(ORDER, { onUnknownOutcome: "retry" as never }))).toMatchObject({
      issues: [{ path: "options.onUnknownOutcome" }],
    });
  });

  test("a missing key", async () => {
    const error = await rejection(createTxnClient({ baseUrl: "https://txn.test" }).createInvoice(ORDER));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ outcome: "not_created" });
  });
});

describe("a creation is sent again only where it provably was not processed", () => {
  test.each<[string, () => Response]>([
    [
      "never connected",
      () => {
        throw broken("ECONNREFUSED");
      },
    ],
    ["turned away for its rate", () => json({ errors: [{ status: 429, title: "Too Many Requests" }] }, 429)],
  ])("%s", async (_name, refuse) => {
    const { txn, counts } = merchant(
      {
        onCreate({ nth, save }) {
          if (nth > 1) return created(save());
          const response = refuse();
          response.headers.set("retry-after", "0");
          return response;
        },
      },
      { totalTimeoutMs: 5_000 },
    );
    expect(await txn.createInvoice(ORDER)).toMatchObject({ reconciled: false });
    expect(counts()).toMatchObject({ creations: 2, created: 1 });
  });

  test.each<[string, (save: () => unknown, signal: AbortSignal) => Response | Promise<Response>]>([
    [
      "a broken connection",
      (save) => {
        save();
        throw broken("ECONNRESET");
      },
    ],
    [
      "a timeout",
      (save, signal) => {
        save();
        return never(signal);
      },
    ],
    [
      "502",
      (save) => {
        save();
        return new Response("<html>Bad gateway</html>", { status: 502 });
      },
    ],
    [
      "503 that speaks of rates",
      (save) => {
        save();
        return json({ errors: [{ title: "Too Many Requests" }] }, 503);
      },
    ],
    [
      "408",
      (save) => {
        save();
        return new Response("", { status: 408 });
      },
    ],
    [
      "303",
      (save) => {
        save();
        return new Response("", { status: 303, headers: { location: "/x" } });
      },
    ],
    [
      "no JSON",
      (save) => {
        save();
        return new Response("created");
      },
    ],
    [
      "an answer without the invoice",
      (save) => {
        save();
        return json({ data: null }, 201);
      },
    ],
    [
      "an invoice without a status",
      (save) => {
        save();
        return json({ data: { id: "1", type: "invoices", attributes: {} } }, 201);
      },
    ],
    [
      "errors at 200",
      (save) => {
        save();
        return json({ errors: [{ status: 422, title: "no" }] });
      },
    ],
  ])("after %s the outcome is unknown, and the reference says where to look", async (_name, answer) => {
    const { txn, counts } = merchant({ onCreate: ({ save, signal }) => answer(save, signal) }, { timeoutMs: 60 });
    const error = (await rejection(txn.createInvoice(ORDER))) as OutcomeUnknownError;
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({
      outcome: "unknown",
      reference: "order-1001",
      paymentHash: null,
      lookUps: 0,
      attempts: 1,
    });
    expect(error.startedAt).toBeInstanceOf(Date);
    expect(error.cause).toBeDefined();
    expect(error.message).toMatch(/reference/);
    expect(counts()).toEqual({ creations: 1, lists: 0, created: 1 });
  });

  test.each([[400], [401], [403], [404], [409], [422]])("%i is a refusal", async (status) => {
    const { txn, counts } = merchant({ onCreate: () => json({ errors: [{ status, title: "refused so" }] }, status) });
    const error = (await rejection(txn.createInvoice(ORDER, { onUnknownOutcome: "reconcile" }))) as UnvoiceError;
    expect(error).toMatchObject({ status, outcome: "not_created" });
    expect(error.message).toContain("refused so");
    expect(counts()).toEqual({ creations: 1, lists: 0, created: 0 });
  });

  test("a cancelled creation rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const { txn } = merchant({
      onCreate({ save, signal }) {
        save();
        controller.abort(new Error("enough"));
        return never(signal);
      },
    });
    const error = await rejection(
      txn.createInvoice(ORDER, { signal: controller.signal, onUnknownOutcome: "reconcile" }),
    );
    expect(error).toMatchObject({ message: "enough" });
  });
});

describe("reconcile looks the invoice up, and never creates again", () => {
  const reconcile = { onUnknownOutcome: "reconcile" } as const;
  const resets = ({ save }: { save(): unknown }) => {
    save();
    throw broken("ECONNRESET");
  };

  test.each([
    ["at once", {}],
    ["with a clock six minutes behind", { clockMs: -360_000 }],
    ["with a clock six minutes ahead", { clockMs: 360_000 }],
    ["without the time in its answers", { tellsTime: false }],
  ])("%s", async (_name, habits) => {
    const { txn, rows, counts } = merchant({ onCreate: resets, ...habits });
    const invoice = await txn.createInvoice(ORDER, reconcile);
    expect(invoice).toMatchObject({ id: rows[0]?.id, reconciled: true, reference: "order-1001" });
    expect(invoice.response.status).toBe(200);
    expect(counts()).toMatchObject({ creations: 1, created: 1 });
  });

  test("a server that creates after the client has hung up, and a list that lags", async () => {
    const { txn, counts } = merchant(
      {
        onCreate({ save, signal }) {
          setTimeout(save, 150);
          return never(signal);
        },
      },
      { timeoutMs: 50, totalTimeoutMs: 1_500 },
    );
    expect(await txn.createInvoice(ORDER, reconcile)).toMatchObject({ reconciled: true });
    expect(counts()).toMatchObject({ creations: 1, created: 1 });
  });

  test("through pages that the server clamps, and one that ignores the reference", async () => {
    const { txn } = merchant({
      onCreate({ save }) {
        save();
        for (let other = 0; other < 30; other++) save();
        throw broken("ECONNRESET");
      },
      list: (rows, search) =>
        rows
          .slice((Number(search.get("page")) - 1) * 7, Number(search.get("page")) * 7)
          .map((row, at, all) =>
            at === all.length - 1 ? row : { ...row, attributes: { ...row.attributes, reference: "order-1" } },
          ),
    });
    expect(await txn.createInvoice(ORDER, reconcile)).toMatchObject({ reconciled: true });
  });

  test.each<[string, object]>([
    ["another reference of the same beginning", { reference: "order-10010" }],
    ["the reference in another case", { reference: "ORDER-1001" }],
    ["another amount", { amountBilled: "40.01" }],
    ["another currency", { billedCurrency: "EUR" }],
    ["another charged currency", { chargedCurrency: "USDC" }],
    ["another network", { network: "eth:usdt" }],
    ["an earlier day", { createdAt: "2026-01-01T00:00:00Z" }],
    ["no date", { createdAt: null }],
    ["an amount that is none", { amountBilled: "forty" }],
  ])("an invoice with %s is another one", async (_name, over) => {
    const { txn, counts } = merchant({
      onCreate({ save }) {
        save(over);
        throw broken("ECONNRESET");
      },
      list: (rows, search) => (search.get("page") === "1" ? rows : []),
    });
    const error = (await rejection(txn.createInvoice(ORDER, reconcile))) as OutcomeUnknownError;
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ outcome: "unknown", reference: "order-1001" });
    expect(error.lookUps).toBeGreaterThan(1);
    expect(counts().creations).toBe(1);
  });

  test("the same amount in another scale, and codes in another case, are this one", async () => {
    const { txn } = merchant({
      onCreate({ save }) {
        save({ amountBilled: "40", billedCurrency: "usd", chargedCurrency: "usdt", network: "ttrx:usdt" });
        throw broken("ECONNRESET");
      },
    });
    expect(await txn.createInvoice(ORDER, reconcile)).toMatchObject({ reconciled: true });
  });

  test("an unreadable older invoice with this reference does not hide it", async () => {
    const { txn } = merchant({
      onCreate: resets,
      list: (rows) => [{ id: 7, type: "invoices", attributes: null } as never, ...rows],
    });
    expect(await txn.createInvoice(ORDER, reconcile)).toMatchObject({ reconciled: true });
  });

  test("a refused look-up does not make the outcome definite", async () => {
    const { txn, counts } = merchant({
      onCreate: resets,
      list: () => json({ errors: [{ title: "Access denied" }] }, 401),
    });
    const error = (await rejection(txn.createInvoice(ORDER, reconcile))) as OutcomeUnknownError;
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ outcome: "unknown", lookUps: 1 });
    expect(error.message).toContain("Access denied");
    expect(counts()).toMatchObject({ creations: 1, lists: 1 });
  });
});
