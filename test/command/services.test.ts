import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { verifyWebhook } from "../../src/txn/index.ts";
import { folder, served, unvoice } from "./harness.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const env = { TXN_WEBHOOK_SECRET: SECRET };

describe("get", () => {
  test("shows Txn's invoice by its id, and Reflex's by its payment hash", async () => {
    const { sandbox, env } = await served();
    const id = sandbox.txn.invoices[3]?.id ?? "";
    expect(JSON.parse((await unvoice(["get", id], { env })).out)).toMatchObject({ id, type: "invoices" });
    const hash = sandbox.reflex.invoices[3]?.payment_hash ?? "";
    expect(JSON.parse((await unvoice(["get", hash.toUpperCase()], { env })).out)).toMatchObject({ payment_hash: hash });
  });

  test("says that there is none", async () => {
    expect((await unvoice(["get", "0b6a0c1e-0000-4000-8000-000000000001", "--sandbox"])).code).toBe(79);
    expect((await unvoice(["get", "00".repeat(32), "--sandbox"])).err).toContain("no invoice with this payment hash");
  });
});

describe("create", () => {
  const order = ["--amount", "33.00", "--billed", "USD", "--charged", "USDT", "--network", "ttrx:usdt"];

  test("creates an invoice, and shows it", async () => {
    const { sandbox, env } = await served();
    const { code, out } = await unvoice(["create", ...order, "--reference", "order-7"], { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ amountBilled: "33.00", reference: "order-7", reconciled: false });
    expect(sandbox.txn.invoices.at(-1)?.attributes.reference).toBe("order-7");
  });

  test("says what is missing, what the service refuses, and what is not known", async () => {
    const { sandbox, env } = await served();
    const missing = await unvoice(["create", "--amount", "1"], { env });
    expect([missing.code, missing.err]).toEqual([64, "unvoice: --billed is missing; see --help.\n"]);
    const small = ["create", "--amount", "0.01", ...order.slice(2)];
    expect(await unvoice(small, { env })).toMatchObject({ code: 79, err: expect.stringContaining("minimum") });
    sandbox.faults.add({ kind: "reset_after", operation: "createInvoice" });
    expect((await unvoice(["create", ...order, "--reference", "order-8"], { env })).code).toBe(80);
  });
});

describe("wait", () => {
  test("says by its exit code whether the invoice became what was waited for", async () => {
    const { sandbox, env } = await served();
    const wait = (status: string, ...more: string[]) => {
      const id = sandbox.txn.invoices.find(({ attributes }) => attributes.status === status)?.id ?? "";
      return unvoice(["wait", id, ...more], { env });
    };
    expect(await wait("completed")).toMatchObject({ code: 0, out: expect.stringContaining('"status":"completed"') });
    expect((await wait("cancelled")).code).toBe(1);
    expect((await wait("cancelled", "--until", "cancelled,rejected")).code).toBe(0);
    expect((await wait("pending", "--until", "pending")).code).toBe(0);
  });
});

describe("list and export, of both services", () => {
  test("give both in one order, in the terms of both", async () => {
    const { out } = await unvoice(["list", "--sandbox"]);
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(400);
    const dates = rows.map(({ createdAt }) => createdAt);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(["reflex", "txn"]));
    expect(Object.keys(rows[0])).toEqual(expect.arrayContaining(["value", "currency", "status", "raw"]));
  });

  test("an export goes on where it broke off", async () => {
    const cwd = folder();
    const { sandbox, env } = await served();
    await unvoice(["export", "all", "--output", "whole.csv"], { cwd, env });
    sandbox.faults.add({ kind: "empty_500", skip: 5, times: 99 });
    expect((await unvoice(["export", "all", "--output", "parts.csv"], { cwd, env })).code).toBe(69);
    sandbox.faults.clear();
    expect((await unvoice(["export", "all", "--output", "parts.csv", "--resume"], { cwd, env })).code).toBe(0);
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(join(cwd, "parts.csv"))).toEqual(readFileSync(join(cwd, "whole.csv")));
  });
});

describe("sync and audit", () => {
  test("a mirror holds what the services have, and an audit names what differs", async () => {
    const cwd = folder();
    const { sandbox, env } = await served({ reflex: { invoices: 60 }, txn: { invoices: 60 } });
    const mirror = (command: string) => unvoice([command, "--database", "invoices.db"], { cwd, env });
    const rows = (await mirror("sync")).out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toMatchObject([
      { service: "reflex", added: 60 },
      { service: "txn", added: 60 },
    ]);
    expect(await mirror("audit")).toMatchObject({ code: 0, out: "", err: "120 invoices compared: no difference.\n" });
    sandbox.reflex.insert(2);
    const found = await mirror("audit");
    expect([found.code, found.out.trimEnd().split("\n").length]).toEqual([1, 2]);
    expect(JSON.parse(found.out.split("\n")[0] ?? "")).toMatchObject({ service: "reflex", kind: "missing" });
  });

  test("needs a database, and says how to name one", async () => {
    expect(await unvoice(["sync", "--sandbox"])).toMatchObject({
      code: 64,
      err: expect.stringContaining("--database FILE"),
    });
    const url = { DATABASE_URL: "postgres://me:pw4242@localhost/x" };
    const { code, err } = await unvoice(["sync", "--sandbox"], { cwd: folder(), env: url });
    expect(code).toBe(78);
    expect(err).toContain("npm i pg");
    expect(err).not.toContain("pw4242");
  });
});

describe("webhook", () => {
  const genuine = ["--id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "--timestamp", "1614265330"];
  const signature = ["--signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="];
  const verify = (stdin: string, ...more: string[]) =>
    unvoice(["webhook", "verify", ...genuine, ...signature, ...more], { stdin, env });

  test("tells a genuine delivery from a forgery, and from one that is too old", async () => {
    expect((await verify('{"test": 2432232314}', "--tolerance", "999w")).code).toBe(0);
    const forged = await verify('{"test": 2432232315}', "--tolerance", "999w");
    expect([forged.code, JSON.parse(forged.out).genuine]).toEqual([1, false]);
    expect((await verify('{"test": 2432232314}')).code).toBe(1);
    expect((await unvoice(["webhook", "verify", ...genuine, ...signature])).code).toBe(78);
  });

  test("sends what a receiver takes for genuine", async () => {
    const received: { headers: IncomingMessage["headers"]; payload: string }[] = [];
    const server = createServer(async (request, response) => {
      let payload = "";
      for await (const chunk of request) payload += chunk;
      received.push({ headers: request.headers, payload });
      response.writeHead(received.length === 1 ? 204 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    expect((await unvoice(["webhook", "send", url], { env })).code).toBe(0);
    const { headers = {}, payload = "" } = received[0] ?? {};
    const verified = await verifyWebhook({ payload, headers, secret: SECRET });
    expect(verified.invoice.status).toBe("completed");

    const cwd = folder();
    writeFileSync(join(cwd, "body.json"), payload);
    expect((await unvoice(["webhook", "send", url, "--payload", "body.json"], { env, cwd })).code).toBe(79);
    expect(received[1]?.payload).toBe(payload);
  });
});
