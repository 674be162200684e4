import { getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { documents, findMany, graphql } from "./harness.ts";

const LIST = "{ find_many { list { id } aggregated { total { count } } } }";

/** Fragments of which each spreads the next one twice: 2 to the power of their number in all. */
function doubling(count: number): string {
  const fragments = Array.from({ length: count }, (_, i) => {
    const inner =
      i + 1 < count ? `a: find_many { ...f${i + 1}x } b: find_many { ...f${i + 1}x }` : "find_many { list { id } }";
    return `fragment f${i} on InvoiceQueries { ${inner} } fragment f${i}x on FindManyInvoices { list { id } }`;
  });
  return `{ getInvoices { ...f0 } } ${fragments.join(" ")}`;
}

describe("what one GraphQL query may cost", () => {
  const sandbox = createSandbox();

  test.each([
    ["aliases of the list", `{ ${Array.from({ length: 11 }, (_, i) => `a${i}: getInvoices ${LIST}`).join(" ")} }`],
    [
      "aliases of pushes",
      `mutation { ${Array.from({ length: 11 }, (_, i) => `a${i}: pushInvoice(invoice: { payment_request: "x" }) { invoice { id } }`).join(" ")} }`,
    ],
    [
      "aliases of fields",
      `{ getInvoices { find_many { list { ${Array.from({ length: 900 }, (_, i) => `a${i}: id`).join(" ")} } } } }`,
    ],
    ["fields that fragments multiply", multiplied(12)],
    ["depth", `{ __schema { types { fields { type ${"{ ofType ".repeat(30)} { name } ${"}".repeat(30)} } } } }`],
    ["a fragment that spreads itself", "{ getInvoices { ...f } } fragment f on InvoiceQueries { ...f }"],
    ["many fragments", doubling(150)],
    ["the same field many times", `{ getInvoices { find_many { list { ${"id ".repeat(1900)} } } } }`],
  ])("%s: refused at once", async (_, document) => {
    const started = performance.now();
    const { status, body } = await graphql(sandbox, document);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors[0].extensions.code).toMatch(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/);
    expect(body.errors[0].message).toMatch(
      /^The query (nests deeper|asks for more)|^Cannot spread|more tha[tn] 2000 tokens/i,
    );
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await findMany(sandbox)).list).toHaveLength(50);
  });

  test("tags without end in a filter", async () => {
    const tags = Array.from({ length: 20_000 }, () => ({ key: "user-id", string_value: "x" }));
    const { body } = await graphql(sandbox, documents.getInvoices, { filter: { tags } });
    expect(body.errors[0].extensions.code).toBe("BAD_REQUEST");
  });

  test("what people ask for is well within it", async () => {
    const documented = await graphql(sandbox, documents.getInvoices);
    const several = await graphql(sandbox, `{ ${[1, 2, 3, 4, 5].map((i) => `a${i}: getInvoices ${LIST}`).join(" ")} }`);
    const schema = await graphql(sandbox, getIntrospectionQuery());
    for (const { status, body } of [documented, several, schema]) {
      expect([status, body.errors]).toEqual([200, undefined]);
    }
  });
});

/** A row's fields, doubled by each of so many fragments. */
function multiplied(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, i) => {
    const next = i + 1 < levels ? `...f${i + 1}` : "id";
    return `fragment f${i} on Invoice { tags { ...t${i} } a${i}: id ${next} ${next} } fragment t${i} on InvoiceTag { key }`;
  });
  return `{ getInvoices { find_many { list { ...f0 } } } } ${fragments.join(" ")}`;
}
