import { expect, test } from "vitest";
import { expectEverything, prepare } from "./support/stack.ts";

test.each([
  ["express", "express@5.3.0"],
  ["fastify", "fastify@5.12.8"],
  ["hono", "hono@4.13.19"],
])("%s serves its answers", async (name, dependency) => {
  const stack = await prepare(name, [dependency]);
  const printed = await stack.run("node", "server.mjs");
  expectEverything(printed, stack);
  expect(printed.trim().split("\n").at(-1)).toBe("string");
});

test("NestJS injects a client", async () => {
  const stack = await prepare("nest", [
    "@nestjs/core@12",
    "@nestjs/common@12",
    "@nestjs/platform-express@12",
    "reflect-metadata",
    "rxjs@7",
    "typescript@5.9.3",
    "@types/node@24",
  ]);
  await stack.npx("tsc");
  const printed = await stack.run("sh", "-c", "cp work.cjs out/ && node out/main.js");
  expectEverything(printed, stack);
  expect(printed.trim().split("\n").at(-1)).toBe("string");
});
