#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiled code is kept between runs: half of a short command's time is reading its own program.
enableCompileCache();
const args = process.argv.slice(2);
const isShort = args[0] === "decode" && args.length === 2 && !args[1]?.startsWith("--");
const { run } = await (isShort ? import("./short.ts") : import("./run.ts"));
// Node makes each stream when it is first asked for; a short command needs one.
process.exitCode = await run(args, {
  env: process.env,
  cwd: process.cwd(),
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
});
