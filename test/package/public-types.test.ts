import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { publicTypes } from "./support/public-types.ts";

const dist = join(inject("alone"), "node_modules/unvoice/dist");

test("the public types are those that are committed", async () => {
  const advice =
    "The public types changed. If that is meant, run `npm run test:package -- public-types -u`, look at the difference, " +
    "and describe it with `npx changeset`: what a user's code may depend on is a feature or a break.";
  await expect(publicTypes(dist), advice).toMatchFileSnapshot("public-types.txt");
});

test("no type of a library that is compiled in stands in them", () => {
  const strangers = readdirSync(dist)
    .filter((name) => /\.d\.c?ts$/.test(name))
    .filter((name) =>
      /\bzod\b|\$Zod|graphql-request|\bky\b|GraphQLSchema|from ['"](?!\.)/i.test(withoutComments(name)),
    );
  expect(strangers).toEqual([]);
});

function withoutComments(name: string): string {
  return readFileSync(join(dist, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
}
