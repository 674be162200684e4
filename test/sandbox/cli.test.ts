import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Webhook } from "svix";
import { expect, test, vi } from "vitest";

// A process takes half a second to start, and several times that on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const CLI = fileURLToPath(new URL("../../src/sandbox/cli.ts", import.meta.url));

function start(...options: string[]): {
  child: ChildProcessWithoutNullStreams;
  output: () => { out: string; err: string };
} {
  const child = spawn(process.execPath, [CLI, ...options]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  return { child, output: () => ({ out, err }) };
}

async function waitFor(text: () => string | undefined): Promise<string> {
  for (;;) {
    const found = text();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test.each(["SIGINT", "SIGTERM"] as const)("serves, logs a line a request, and stops on %s", async (signal) => {
  const { child, output } = start("--port", "0", "--seed", "7", "--invoices", "3");
  const exited = once(child, "exit");
  const commands = await waitFor(() => output().out.match(/curl[\s\S]*curl[^\n]*\n/)?.[0]);
  const [reflexUrl = "", txnUrl = ""] = commands.match(/http:[^ ']*/g) ?? [];
  const key = (api: string) => output().out.match(new RegExp(`^${api} .* key (\\S+)$`, "m"))?.[1];

  const hello = await fetch(reflexUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${key("Reflex")}`, "content-type": "application/json" },
    body: '{"query":"{ getHello }"}',
  });
  expect(await hello.json()).toEqual({ data: { getHello: "Hello World!" } });
  const list = await fetch(txnUrl, { headers: { authorization: `Bearer ${key("Txn")}` } });
  expect((await list.json()).meta.total).toBe(3);
  await waitFor(() => output().out.match(/Z txn listInvoices 200\n/)?.[0]);
  expect(output().out).toMatch(/^\d{4}-\S+Z reflex ping 200$/m);

  child.kill(signal);
  expect(await exited).toEqual([0, null]);
  expect(output().err).toBe("");
});

test("--webhook: sends a change to a URL, signed with --webhook-secret", async () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const hooks: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request
      .on("data", (chunk) => (body += chunk))
      .on("end", () => {
        hooks.push({ headers: request.headers, body });
        response.end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { child, output } = start("--port", "0", "--invoices", "0", "--webhook", to, "--webhook-secret", secret);
  try {
    const origin = await waitFor(() => output().out.match(/^Txn +(\S+)/m)?.[1]);
    const headers = { authorization: "Bearer sandbox-txn-key" };
    const attributes = { amountBilled: "40", billedCurrency: "USD", chargedCurrency: "USDT", network: "ttrx:usdt" };
    const created = await fetch(`${origin}/api/public/v1/invoices`, {
      method: "POST",
      headers,
      body: JSON.stringify({ data: { type: "invoices", attributes } }),
    });
    const { id } = (await created.json()).data;
    await fetch(`${origin}/sandbox/invoices/${id}/pay`, { method: "POST", headers });
    const body = await waitFor(() => hooks[0]?.body);
    expect(JSON.parse(body).data).toMatchObject({ id, attributes: { status: "processing" } });
    new Webhook(secret).verify(body, hooks[0]?.headers as Record<string, string>);
  } finally {
    child.kill();
    server.close();
  }
});

test("--help explains and ends", async () => {
  const { child, output } = start("--help");
  expect((await once(child, "close"))[0]).toBe(0);
  expect(output().out).toContain("--invoices");
});

test.each([
  ["--nope"],
  ["--port", "70000"],
  ["--invoices", "many"],
  ["--webhook", "nowhere"],
  ["--webhook-secret", "whsec_AAAA"],
])("bad arguments: %s %s", async (...options) => {
  const { child, output } = start(...options);
  expect((await once(child, "close"))[0]).toBe(2);
  expect(output().err).toMatch(/^unvoice-sandbox: ./);
  expect(output().out).toBe("");
});
