import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { folder, served, unvoice } from "./harness.ts";

const INVOICE =
  "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql";

describe("decode", () => {
  test("gives JSON in a pipe, and a table on a terminal", async () => {
    const piped = await unvoice(["decode", INVOICE]);
    expect(JSON.parse(piped.out)).toMatchObject({ network: "mainnet", amountMsat: null, timestamp: 1496314658 });
    const shown = await unvoice(["decode", INVOICE], { terminal: 80 });
    expect(shown.out).toMatch(/^network {6,}mainnet\namount .*the payer chooses\n/);
  });

  test("reads stdin for -, blanks and all", async () => {
    expect((await unvoice(["decode", "-"], { stdin: `\n ${INVOICE}\n` })).code).toBe(0);
    expect(await unvoice(["decode", "-"])).toMatchObject({ code: 65, out: "" });
  });

  test("says in a sentence why something is no invoice, and does not repeat it", async () => {
    const broken = INVOICE.slice(0, -9);
    const { code, err } = await unvoice(["decode", broken]);
    expect([code, err.split("\n").length]).toEqual([65, 2]);
    expect(err).toMatch(/^unvoice: /);
    expect(err).not.toContain(broken.slice(0, 20));
  });
});

describe("list", () => {
  test("gives all invoices of a service as JSON Lines, newest first", async () => {
    const { out, code } = await unvoice(["list", "txn", "--sandbox"]);
    const dates = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).createdAt);
    expect([code, dates.length]).toEqual([0, 200]);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  test("keeps to dates, whole months included, whatever a service makes of its bounds", async () => {
    const inMay = (dates: string[]) => dates.filter((date) => date.startsWith("2025-05")).length;
    for (const guesses of [{ reflex: { filterTo: "inclusive" }, txn: { createdAtFilters: "ignored" } }, {}] as const) {
      const { sandbox, env } = await served({ reflex: { guesses: guesses.reflex }, txn: { guesses: guesses.txn } });
      const count = async (service: string) => {
        const { out } = await unvoice(["list", service, "--from", "2025-05", "--to", "2025-05"], { env });
        return out.trimEnd().split("\n").length;
      };
      expect(await count("reflex")).toBe(inMay(sandbox.reflex.invoices.map(({ created_at }) => created_at)));
      expect(await count("txn")).toBe(
        inMay(sandbox.txn.invoices.map(({ attributes }) => String(attributes.createdAt))),
      );
    }
  });

  test("filters by tag, status and reference, and stops at the limit", async () => {
    const withdrawals = await unvoice([
      "list",
      "reflex",
      "--sandbox",
      "--tag",
      "is-withdrawal=true",
      "--columns",
      "tags.is-withdrawal",
      "--format",
      "csv",
    ]);
    expect(new Set(withdrawals.out.trimEnd().split("\n").slice(1))).toEqual(new Set(["true"]));
    const completed = await unvoice([
      "list",
      "txn",
      "--sandbox",
      "--status",
      "completed,rejected",
      "--columns",
      "status",
    ]);
    expect(new Set(completed.out.trimEnd().split("\n"))).toEqual(
      new Set(['{"status":"completed"}', '{"status":"rejected"}']),
    );
    const one = await unvoice(["list", "txn", "--sandbox", "--limit", "1"]);
    const { reference } = JSON.parse(one.out);
    const found = await unvoice(["list", "txn", "--sandbox", "--reference", reference]);
    expect(found.out).toBe(one.out);
  });

  test("draws a table that fits the terminal", async () => {
    const { out } = await unvoice(["list", "reflex", "--sandbox", "--limit", "60"], { terminal: 72 });
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(62);
    expect(lines[0]).toMatch(/^created_at +amount_sats +description/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
  });

  test.each([
    [["list", "btc"], "[service] must be one of reflex, txn, all."],
    [["list", "txn", "--tag", "a=b"], "--tag is for Reflex's invoices alone"],
    [["list", "reflex", "--status", "completed"], "--status is for Txn's invoices alone"],
    [["list", "txn", "--limit", "0"], "--limit must be a whole number from 1."],
    [["list", "txn", "--columns", "nope"], "--columns names a column that does not exist; there are id, "],
    [["list", "reflex", "--tag", "nothing"], "--tag is written key=value"],
    [["list", "txn", "--format", "xml"], "--format must be one of table, csv, jsonl, json, markdown."],
  ])("refuses %j", async (args, words) => {
    const { code, err, out } = await unvoice([...args, "--sandbox"]);
    expect([code, out]).toEqual([64, ""]);
    expect(err).toContain(words);
  });
});

describe("check", () => {
  const sandbox = createSandbox();
  const mainnet = sandbox.reflex.invoices
    .map(({ payment_request }) => payment_request)
    .filter((text) => text.startsWith("lnbc"));
  const check = (invoice: string, ...more: string[]) => unvoice(["check", invoice, "--sandbox", ...more]);

  test("answers by its exit code, as it answers in words", async () => {
    const codes = { "nothing found": 0, refuse: 1, "not decided": 2 };
    const seen = new Set<string>();
    for (const invoice of mainnet.slice(0, 40)) {
      const { code, out } = await check(invoice);
      const { answer } = JSON.parse(out) as { answer: keyof typeof codes };
      expect(code).toBe(codes[answer]);
      seen.add(answer);
    }
    expect([...seen].sort()).toEqual(["nothing found", "refuse"]);
  });

  test("cannot decide over a node that nothing is known of", async () => {
    const { code, out } = await check(INVOICE, "--format", "table");
    expect(code).toBe(2);
    expect(out).toMatch(/nothing is known of node 03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad/);
    expect(out).toMatch(/NOT DECIDED/);
  });

  test("refuses another network before anything is sent", async () => {
    const { sandbox, env } = await served();
    const { code, out } = await unvoice(["check", INVOICE, "--network", "testnet"], { env });
    expect(code).toBe(1);
    expect(JSON.parse(out).reasons).toEqual(["it is of mainnet, not of testnet"]);
    expect(sandbox.requests).toHaveLength(0);
  });

  test("saves nothing", async () => {
    const { sandbox, env } = await served();
    await unvoice(["check", INVOICE], { env });
    expect(sandbox.reflex.invoices.some(({ payment_request }) => payment_request === INVOICE)).toBe(false);
    expect(sandbox.requests).toHaveLength(1);
  });
});

describe("push", () => {
  test("saves the invoice, its description and its tags", async () => {
    const { sandbox, env } = await served();
    const args = ["push", INVOICE, "--description", "Payout 7", "--tag", "user-id=u1", "--tag", "is-withdrawal=true"];
    const { code, out } = await unvoice(args, { env });
    expect(code).toBe(0);
    expect(JSON.parse(out).invoice).toMatchObject({ payment_request: INVOICE, description: "Payout 7" });
    expect(sandbox.reflex.invoices.at(-1)?.tags).toMatchObject([
      { key: "user-id", string_value: "u1" },
      { key: "is-withdrawal", boolean_value: true },
    ]);
  });

  test("sends nothing of another network than the one allowed", async () => {
    const { sandbox, env } = await served();
    const { code, err } = await unvoice(["push", INVOICE, "--network", "testnet"], { env });
    expect([code, sandbox.requests.length]).toEqual([65, 0]);
    expect(err).toContain("nothing was sent");
  });

  test("has an exit code of its own where it is not known whether it was saved", async () => {
    const { sandbox, env } = await served();
    sandbox.faults.add({ kind: "reset_after", operation: "pushInvoice" });
    expect((await unvoice(["push", INVOICE], { env })).code).toBe(80);
    expect(sandbox.reflex.invoices.filter(({ payment_request }) => payment_request === INVOICE)).toHaveLength(1);
  });
});

describe("keys and addresses", () => {
  const keys = { REFLEX_API_KEY: "reflex-secret-1234", TXN_API_KEY: "txn-secret-5678" };

  test("come from --key-file, the environment, then .env; config shows four characters and where from", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, ".env"),
      "TXN_BASE_URL=https://txn.example/?token=abc\nREFLEX_API_KEY=unused-unused\nTXN_WEBHOOK_SECRET=whsec_aaaabbbbcccc\n",
    );
    writeFileSync(join(cwd, "keys"), `TXN_API_KEY="${keys.TXN_API_KEY}"\n`);
    const { out } = await unvoice(["config", "--key-file", "keys"], {
      cwd,
      env: { ...keys, TXN_API_KEY: "not-this-one" },
    });
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toEqual([
      { name: "REFLEX_API_KEY", value: "refl…", from: "the environment" },
      { name: "REFLEX_URL", value: "https://reflex.amboss.tech/graphql (the documented one)", from: "not set" },
      { name: "TXN_API_KEY", value: "txn-…", from: "--key-file" },
      { name: "TXN_BASE_URL", value: "https://txn.example/?…", from: ".env" },
      { name: "TXN_WEBHOOK_SECRET", value: "whse…", from: ".env" },
      { name: "DATABASE_URL", value: "", from: "not set" },
    ]);
  });

  test("a missing one is told with what to do", async () => {
    const { code, err } = await unvoice(["list", "txn"], { cwd: folder(), env: { TXN_API_KEY: "k-1234567890" } });
    expect(code).toBe(78);
    expect(err).toMatch(/^unvoice: There is no address for Txn: set TXN_BASE_URL or --txn-url\./);
    expect((await unvoice(["list"], { cwd: folder() })).err).toContain(
      "There is no key: set REFLEX_API_KEY or TXN_API_KEY",
    );
  });

  test.each([
    ["list", "txn", "--api-key=sk_live_4242424242"],
    ["list", "txn", "--txn-key", "sk_live_4242424242"],
    ["sk_live_4242424242"],
    ["list", "sk_live_4242424242"],
    ["list", "txn", "--key-file", "sk_live_4242424242"],
    ["list", "txn", "extra", "sk_live_4242424242"],
    ["list", "txn", "-sk_live_4242424242_and_more_of_it"],
    ["list", "txn", "--format", "sk_live_4242424242"],
    ["list", "txn", "--from", "sk_live_4242424242"],
  ])("a key in the wrong place is not repeated: %s %s %s", async (...args) => {
    const { code, err, out } = await unvoice(args, { cwd: folder(), env: keys });
    expect(code).toBeGreaterThanOrEqual(64);
    expect(err + out).not.toContain("4242");
  });

  test("a refused key has an exit code of its own", async () => {
    const { env } = await served();
    const wrong = { ...env, TXN_API_KEY: "wrong-key-123456", REFLEX_API_KEY: "wrong-key-123456" };
    for (const service of ["txn", "reflex"]) {
      const { code, err } = await unvoice(["list", service], { env: wrong });
      expect(code).toBe(77);
      expect(err).not.toContain("wrong-key");
    }
  });
});

describe("failures", () => {
  test("a service that is not there", async () => {
    const env = { TXN_API_KEY: "k-1234567890", TXN_BASE_URL: "http://127.0.0.1:9" };
    expect(await unvoice(["list", "txn"], { env, cwd: folder() })).toMatchObject({ code: 69, out: "" });
  });

  test("no stack unless --verbose, which also tells each request", async () => {
    const { env } = await served();
    const quiet = await unvoice(["list", "txn", "--from", "nonsense"], { env });
    expect(quiet.err).not.toMatch(/\n\s+at /);
    const verbose = await unvoice(["list", "txn", "--from", "nonsense", "--verbose"], { env });
    expect(verbose.err).toMatch(/\n\s+at /);
    const told = await unvoice(["list", "txn", "--limit", "1", "--verbose"], { env });
    expect(told.err).toMatch(/^> GET http:\S+page=1\S*\n/);
    expect(told.err).toMatch(/^< 200 after \d+ ms$/m);
  });

  test.each([
    [[], "Which command?"],
    [["lst"], "There is no such command"],
    [["decode"], "The argument <invoice> is missing"],
    [["list", "--formt", "csv"], "Did you mean --format?"],
    [["list", "--limit"], "--limit needs a value"],
  ])("a wrong command line: %j", async (args, words) => {
    const { code, err } = await unvoice(args);
    expect(code).toBe(64);
    expect(err).toContain(words);
  });
});

test("--help names every command and the exit codes, --version the version", async () => {
  const { out, code } = await unvoice(["--help"]);
  expect(code).toBe(0);
  for (const word of ["decode", "check", "push", "list", "export", "doctor", "Exit codes:", "64"])
    expect(out).toContain(word);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await unvoice(["--version"])).toMatchObject({ code: 0, out: `${version}\n` });
});

describe("export", () => {
  test("writes all invoices, oldest first, in the format of the file's name", async () => {
    const cwd = folder();
    const txn = createSandbox().txn.invoices.map(({ id }) => id);
    for (const [file, read] of [
      [
        "a.csv",
        (text: string) =>
          text
            .trimEnd()
            .split("\n")
            .slice(1)
            .map((line) => line.split(",")[0]),
      ],
      [
        "a.jsonl",
        (text: string) =>
          text
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line).id),
      ],
      ["a.json", (text: string) => JSON.parse(text).map(({ id }: { id: string }) => id)],
      [
        "a.md",
        (text: string) =>
          text
            .trimEnd()
            .split("\n")
            .slice(2)
            .map((line) => line.split(" ")[1]),
      ],
    ] as const) {
      expect(await unvoice(["export", "txn", "--sandbox", "--output", file], { cwd })).toMatchObject({ code: 0 });
      expect(read(readFileSync(join(cwd, file), "utf8"))).toEqual(txn);
    }
  });

  test("goes on where it broke off, byte for byte, `7d` meaning what it meant at first", async () => {
    const cwd = folder();
    const { sandbox, env } = await served({ reflex: { invoices: 400 } });
    const args = ["export", "reflex", "--from", "2025-02", "--output"];
    await unvoice([...args, "whole.csv"], { cwd, env });
    sandbox.faults.add({ kind: "empty_500", skip: 4, times: 99 });
    const broken = await unvoice([...args, "parts.csv"], { cwd, env });
    sandbox.faults.clear();
    expect(broken.code).toBe(69);
    expect(broken.err).toContain("--resume goes on behind them");
    expect((await unvoice([...args, "parts.csv"], { cwd, env })).code).toBe(73);
    const other = await unvoice(["export", "reflex", "--from", "2025-03", "--output", "parts.csv", "--resume"], {
      cwd,
      env,
    });
    expect(other).toMatchObject({
      code: 64,
      err: expect.stringContaining("--from is another than when this export began"),
    });
    expect((await unvoice([...args, "parts.csv", "--resume"], { cwd, env })).code).toBe(0);
    expect(readFileSync(join(cwd, "parts.csv"))).toEqual(readFileSync(join(cwd, "whole.csv")));
  });

  test("refuses a file that exists unless it is told to replace it", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.csv"), "mine");
    for (const more of [[], ["--resume"]]) {
      const { code, err } = await unvoice(["export", "txn", "--sandbox", "--output", "a.csv", ...more], { cwd });
      expect([code, readFileSync(join(cwd, "a.csv"), "utf8")]).toEqual([73, "mine"]);
      expect(err).toContain("--output a.csv exists");
    }
    await unvoice(["export", "txn", "--sandbox", "--output", "a.csv", "--overwrite", "--limit", "2"], { cwd });
    expect(readFileSync(join(cwd, "a.csv"), "utf8").trimEnd().split("\n")).toHaveLength(3);
  });

  test("says why a file cannot be written", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "out"));
    const write = (file: string) => unvoice(["export", "txn", "--sandbox", "--output", file, "--overwrite"], { cwd });
    expect(await write("out")).toMatchObject({ code: 73, err: expect.stringContaining("it is a folder") });
    expect(await write("no/such/a.csv")).toMatchObject({
      code: 73,
      err: expect.stringContaining("folder does not exist"),
    });
  });
});
