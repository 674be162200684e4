import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { bundled, folder, served, start } from "./harness.ts";

const MAIN = await bundled();

const node = [process.execPath, MAIN];

test("a reader that leaves is no error", async () => {
  const { code, out, err } = await start(
    ["bash", "-c", 'set -o pipefail; "$0" "$1" list txn --sandbox | head -2', ...node],
    {},
  );
  expect([code, out.trimEnd().split("\n").length, err]).toEqual([0, 2, ""]);
});

test("a reader that leaves does not turn a refusal into a yes", async () => {
  const { env } = await served();
  const invoice =
    "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";
  const command = 'set -o pipefail; "$0" "$1" check "$2" --network testnet | true';
  const { code } = await start(["bash", "-c", command, ...node, invoice], { env: { ...process.env, ...env } });
  expect(code).toBe(1);
});

test("an export draws a bar with the rate and the time left, on stderr alone", async () => {
  const line = `"${process.execPath}" "${MAIN}" export txn --sandbox --output a.csv > out.txt`;
  const { out, code } = await start(["script", "-qec", line, "/dev/null"], { cwd: folder() });
  expect(code).toBe(0);
  expect(out).toMatch(/\d+% \| \d+ of 200 \| \d+\/s \| \S+ left/);
  expect(out).toMatch(/200 invoices in a\.csv\.\s*$/);
});

test("colours are for terminals, and for those who want them", async () => {
  const line = `"${process.execPath}" "${MAIN}" check lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh --sandbox`;
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...rest } = process.env;
  const env = { ...rest, TERM: "xterm-256color" };
  expect((await start(["script", "-qec", line, "/dev/null"], { env })).out).toContain("\u001b[33m");
  expect((await start(["script", "-qec", line, "/dev/null"], { env: { ...env, NO_COLOR: "1" } })).out).not.toContain(
    "\u001b[",
  );
});

test("sandbox prints what leads to it, logs each request, and stops on SIGTERM", async () => {
  const child = spawn(process.execPath, [MAIN, "sandbox", "--port", "0", "--invoices", "3"]);
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  while (!out.includes("TXN_API_KEY")) await once(child.stdout, "data");
  const env = Object.fromEntries(
    out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const listed = await start([...node, "list", "txn"], { env: { ...process.env, ...env } });
  expect(listed.out.trimEnd().split("\n")).toHaveLength(3);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(out).toMatch(/Z txn listInvoices 200\n/);
});

test.each(["bash", "zsh", "fish"])(
  "completion writes a script that %s can read, with every command in it",
  async (shell) => {
    const { out, code } = await start([...node, "completion", shell], {});
    expect(code).toBe(0);
    for (const word of ["decode", "export", "--overwrite".slice(2), "markdown"]) expect(out).toContain(word);
  },
);

test("completion completes in bash: commands, options, values", async () => {
  const complete = async (line: string) => {
    const words = line.split(" ");
    const script = `source <("$0" "$1" completion bash)
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _unvoice; echo "\${COMPREPLY[*]}"`;
    return (await start(["bash", "-c", script, ...node], {})).out.trim();
  };
  expect(await complete("unvoice dec")).toBe("decode");
  expect(await complete("unvoice list t")).toBe("txn");
  expect(await complete("unvoice export --over")).toBe("--overwrite");
  expect(await complete("unvoice list txn --format mark")).toBe("markdown");
});
