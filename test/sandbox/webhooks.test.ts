import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "svix";
import { describe, expect, test } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions, type WebhookReceiver } from "../../src/sandbox/index.ts";
import { createInvoice, txn } from "./harness.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Received {
  id: string;
  status: string;
  body: string;
  headers: Record<string, string>;
}

/** A sandbox whose webhooks arrive in `received`; `answer` gives the receiver's status for each of them, 200 unless it does. */
function withReceiver(answer: (count: number) => number = () => 200, options: SandboxOptions["txn"] = {}) {
  const received: Received[] = [];
  const to = async (request: Request) => {
    const body = await request.text();
    const { id, attributes } = JSON.parse(body).data;
    received.push({ id, status: attributes.status, body, headers: Object.fromEntries(request.headers) });
    return new Response(null, { status: answer(received.length) });
  };
  const sandbox = createSandbox({ txn: { invoices: 0, webhook: { to }, ...options } });
  const statuses = () => received.map(({ status }) => status);
  return { sandbox, received, statuses };
}

async function created(sandbox: Sandbox): Promise<string> {
  return (await createInvoice(sandbox)).body.data.id;
}

describe("webhooks", () => {
  test("tell of each state that an invoice enters, in its order", async () => {
    const { sandbox, statuses } = withReceiver();
    const paid = await created(sandbox);
    await sandbox.txn.pay(paid);
    await sandbox.advance(6 * MINUTE);
    expect(statuses()).toEqual(["processing", "completed"]);
    const held = await created(sandbox);
    await sandbox.txn.pay(held);
    await sandbox.txn.reject(held);
    expect(statuses().slice(2)).toEqual(["processing", "on_hold", "rejected"]);
    await created(sandbox);
    await sandbox.advance(200 * HOUR);
    expect(statuses().slice(5)).toEqual(["expired", "cancelled"]);
  });

  test("are signed by the documented scheme, which Svix's own library accepts", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const received: { body: string; headers: Record<string, string> }[] = [];
    const to = async (request: Request) => {
      received.push({ body: await request.text(), headers: Object.fromEntries(request.headers) });
      return undefined;
    };
    const sandbox = createSandbox({ txn: { webhook: { to, secret } } });
    await sandbox.txn.pay(await created(sandbox));
    expect(sandbox.txn.webhooks.secret).toBe(secret);
    const [{ body, headers } = { body: "", headers: {} }] = received;
    new Webhook(secret).verify(body, headers);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook("whsec_AAAA").verify(body, headers)).toThrow();
  });

  test("hold what reading the invoice gives, with sorted keys and without jsonapi", async () => {
    const { sandbox, received } = withReceiver();
    const id = await created(sandbox);
    await sandbox.txn.pay(id);
    const { jsonapi, ...document } = (await txn(sandbox, `/${id}`)).body;
    const body = received[0]?.body ?? "";
    expect(JSON.parse(body)).toEqual(document);
    expect(document.meta).toEqual({});
    const keys = (value: unknown): string[][] =>
      typeof value === "object" && value !== null
        ? [...(Array.isArray(value) ? [] : [Object.keys(value)]), ...Object.values(value).flatMap(keys)]
        : [];
    for (const names of keys(JSON.parse(body))) expect(names).toEqual([...names].sort());
  });

  test("show the state that they tell of, though the clock has moved on", async () => {
    const { sandbox, received } = withReceiver();
    await sandbox.txn.pay(await created(sandbox));
    await created(sandbox);
    await sandbox.advance(300 * HOUR);
    expect(received.map(({ status }) => status)).toEqual(["processing", "completed", "expired", "cancelled"]);
  });

  test("come of seeded invoices too, and only where a receiver is given", async () => {
    const { sandbox, statuses } = withReceiver(undefined, { invoices: 200 });
    await sandbox.advance(24 * HOUR);
    expect(new Set(statuses())).toEqual(
      new Set(["processing", "completed", "expired"].filter((s) => statuses().includes(s))),
    );
    expect(statuses()).toContain("completed");
    const quiet = createSandbox();
    await quiet.advance(24 * HOUR);
    expect(quiet.txn.webhooks.deliveries).toEqual([]);
  });
});

describe("a receiver that fails", () => {
  test("hears again by the documented schedule, under the same id, and then no more", async () => {
    const { sandbox, received } = withReceiver(() => 500);
    const start = Date.parse("2026-01-01T00:00:00Z");
    await sandbox.txn.pay(await created(sandbox));
    await sandbox.txn.webhooks.sent();
    const times = () =>
      sandbox.txn.webhooks.deliveries.filter(({ status }) => status === "processing").map(({ at }) => at - start);
    expect(times()).toEqual([0]);
    await sandbox.advance(5 * SECOND - 1);
    expect(times()).toEqual([0]);
    await sandbox.advance(1);
    expect(times()).toEqual([0, 5 * SECOND]);
    await sandbox.advance(100 * HOUR);
    const waits = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
    const schedule = waits.map((_, i) => waits.slice(0, i + 1).reduce((sum, wait) => sum + wait, 0));
    expect(times()).toEqual(schedule);
    const processing = received.filter(({ status }) => status === "processing");
    expect(new Set(processing.map(({ headers }) => headers["svix-id"])).size).toBe(1);
    expect(new Set(processing.map(({ body }) => body)).size).toBe(1);
  });

  test("hears no more once it succeeded", async () => {
    const { sandbox, statuses } = withReceiver((count) => (count < 3 ? 503 : 204));
    const id = await created(sandbox);
    await sandbox.txn.pay(id);
    await sandbox.txn.hold(id);
    await sandbox.advance(100 * HOUR);
    expect(statuses()).toEqual(["processing", "on_hold", "processing", "on_hold"]);
    expect(sandbox.txn.webhooks.deliveries.map(({ attempt, httpStatus }) => [attempt, httpStatus])).toEqual([
      [1, 503],
      [1, 503],
      [2, 204],
      [2, 204],
    ]);
  });

  test.each<[string, WebhookReceiver, number]>([
    ["throws", () => Promise.reject(new Error("down")), 0],
    ["redirects", () => new Response(null, { status: 302, headers: { location: "https://elsewhere.invalid" } }), 302],
    ["is not there", "http://127.0.0.1:9/", 0],
  ])("%s: that is no success", async (_, to, httpStatus) => {
    const sandbox = createSandbox({ txn: { invoices: 0, webhook: { to } } });
    await sandbox.txn.pay(await created(sandbox));
    await sandbox.advance(5 * SECOND);
    expect(sandbox.txn.webhooks.deliveries.map((delivery) => delivery.httpStatus)).toEqual([httpStatus, httpStatus]);
  });
});

describe("on demand", () => {
  test("webhooks come in the wrong order", async () => {
    const { sandbox, statuses } = withReceiver();
    const id = await created(sandbox);
    sandbox.txn.webhooks.pause();
    await sandbox.txn.pay(id);
    await sandbox.advance(6 * MINUTE);
    expect(statuses()).toEqual([]);
    await sandbox.txn.webhooks.resume("reversed");
    expect(statuses()).toEqual(["completed", "processing"]);
  });

  test("late, in their order", async () => {
    const { sandbox, statuses } = withReceiver();
    const id = await created(sandbox);
    sandbox.txn.webhooks.pause();
    await sandbox.txn.pay(id);
    await sandbox.advance(6 * MINUTE);
    await sandbox.txn.webhooks.resume();
    expect(statuses()).toEqual(["processing", "completed"]);
  });

  test("twice, under one id, and both genuine", async () => {
    const { sandbox, received } = withReceiver();
    await sandbox.txn.pay(await created(sandbox));
    await sandbox.txn.webhooks.resend(received[0]?.headers["svix-id"] ?? "");
    expect(received).toHaveLength(2);
    expect(received[1]?.headers["svix-id"]).toBe(received[0]?.headers["svix-id"]);
    const verifier = new Webhook(sandbox.txn.webhooks.secret);
    for (const { body, headers } of received) verifier.verify(body, headers);
    expect(() => sandbox.txn.webhooks.resend("msg_unknown")).toThrow(RangeError);
  });
});

test("go over HTTP to a URL", async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request
      .on("data", (chunk) => (body += chunk))
      .on("end", () => {
        bodies.push(`${request.method} ${request.headers["content-type"]} ${JSON.parse(body).data.attributes.status}`);
        response.writeHead(204).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  try {
    const sandbox = createSandbox({ txn: { invoices: 0, webhook: { to } } });
    await sandbox.txn.pay(await created(sandbox));
    expect(bodies).toEqual(["POST application/json processing"]);
    expect(sandbox.txn.webhooks.deliveries).toMatchObject([{ attempt: 1, httpStatus: 204, status: "processing" }]);
  } finally {
    server.close();
  }
});

test.each([
  { to: "not a url" },
  { to: "ftp://example.com/" },
  { to: () => undefined, secret: "whsec_" },
  { to: () => undefined, secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
])("what cannot be meant is refused: %j", (webhook) => {
  expect(() => createSandbox({ txn: { webhook } })).toThrow(TypeError);
});
