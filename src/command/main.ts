#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiled code is kept between runs: half of a short command's time is reading its own program.
enableCompileCache();
const { run } = await import("./run.ts");
const { cwd, env, stderr, stdin, stdout } = process;
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: cwd() });
