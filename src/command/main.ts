#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiled code is kept between runs: half of a short command's time is reading its own program.
enableCompileCache();
const { run } = await import("./run.ts");
// Node makes each stream when it is first asked for; a short command needs one.
process.exitCode = await run(process.argv.slice(2), {
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
