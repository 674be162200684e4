import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
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

test("--help explains and ends", async () => {
  const { child, output } = start("--help");
  expect((await once(child, "close"))[0]).toBe(0);
  expect(output().out).toContain("--invoices");
});

test.each([["--nope"], ["--port", "70000"], ["--invoices", "many"]])("bad arguments: %s %s", async (...options) => {
  const { child, output } = start(...options);
  expect((await once(child, "close"))[0]).toBe(2);
  expect(output().err).toMatch(/^unvoice-sandbox: ./);
  expect(output().out).toBe("");
});
