import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { exitCodes } from "../../src/command/failure.ts";
import { createProgram } from "../../src/command/program.ts";
import { Sink } from "../../src/command/sink.ts";
import { bundled, folder, served, start } from "./harness.ts";

const MAIN = await bundled();

const page = readFileSync(new URL("../../docs/command.md", import.meta.url), "utf8");
const sections = new Map(page.split(/^## /m).map((text) => [text.slice(0, text.indexOf("\n")).trim(), text]));
const streams = { stdout: new Sink(() => new PassThrough()), stderr: new Sink(() => new PassThrough()) };
const program = createProgram({ ...streams, stdin: new PassThrough(), env: {}, cwd: "/" }, () => {});

/** The commands of the page, and the exit code that the page says they have. */
const commands = [...page.matchAll(/```sh\n([^`]*)```/g)]
  .flatMap(([, block = ""]) => block.trimEnd().split("\n"))
  .map((line) => ({ line, code: Number(/# exit code (\d+)/.exec(line)?.[1] ?? 0) }));

describe("docs/command.md", () => {
  test.each(
    program.commands.filter((command) => command.name() !== "help").map((command) => [command.name(), command]),
  )("describes %s and each of its options", (name, command) => {
    const text = sections.get(name) ?? "";
    expect(text).not.toBe("");
    const elsewhere = name === "export" ? (sections.get("list") ?? "") : "";
    for (const { long } of command.options) expect(text + elsewhere).toContain(`\`${long}`);
    for (const sub of command.commands) for (const { long } of sub.options) expect(text).toContain(`\`${long}`);
  });

  test("describes the options of all commands", () => {
    for (const { long } of program.options) expect(sections.get("For every command")).toContain(`\`${long}`);
  });

  test("has the exit codes of the program", () => {
    const rows = [...(sections.get("Exit codes") ?? "").matchAll(/^\| (\d+) \| (.*) \|$/gm)];
    expect(rows.map(([, code, words]) => [Number(code), words])).toEqual(exitCodes.map((entry) => [...entry]));
  });

  test.each(["a pipe", "a terminal"])("has only commands that run as it says, in %s", async (where) => {
    const { env } = await served();
    const endpoint = createServer((_request, response) => response.writeHead(204).end()).listen(0);
    await once(endpoint, "listening");
    onTestFinished(() => void endpoint.close());
    const { port } = endpoint.address() as AddressInfo;
    const cwd = folder();
    const bin = join(cwd, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "unvoice"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
    writeFileSync(join(bin, "npx"), '#!/bin/sh\nexec "$@"\n');
    for (const name of ["unvoice", "npx"]) chmodSync(join(bin, name), 0o755);
    for (const { line, code } of commands) {
      const text = line.replace("localhost:3000", `127.0.0.1:${port}`);
      const run = where === "a pipe" ? ["bash", "-c", text] : ["script", "-qec", text, "/dev/null"];
      const path = `${bin}:${process.env.PATH}`;
      const outcome = await start(run, {
        cwd,
        env: { ...env, PATH: path, HOME: cwd, TERM: "xterm", SHELL: "/bin/bash" },
      });
      expect(outcome, line).toMatchObject({ code });
      if (where === "a pipe") expect(outcome.err, line).not.toMatch(/unvoice:/);
    }
  });
});
