import { readFileSync } from "node:fs";
import { buildClientSchema, buildSchema, getIntrospectionQuery, parse, printSchema, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { documents, everyRow, findMany, GRAPHQL, graphql } from "./harness.ts";

describe("the schema", () => {
  test("can be asked for without a key, and every field of the documented operations is in it", async () => {
    const { body } = await graphql(createSandbox(), getIntrospectionQuery(), {}, { authorization: "" });
    const schema = buildClientSchema(body.data);
    expect(validate(schema, parse(documents.getInvoices))).toEqual([]);
    expect(validate(schema, parse(documents.pushInvoice))).toEqual([]);
  });

  test("takes any selection, aliases, literals and fragments", async () => {
    const { body } = await graphql(
      createSandbox(),
      `{ newest: getInvoices { find_many(page: { limit: 1 }) { ...ids } }
         oldest: getInvoices { find_many(page: { limit: 1 }, sort: { direction: ASC }) { ...ids } } }
       fragment ids on FindManyInvoices { __typename list { id created_at } }`,
    );
    const { newest, oldest } = body.data;
    expect(newest.find_many.list[0].created_at > oldest.find_many.list[0].created_at).toBe(true);
    expect(newest.find_many.__typename).toBe("FindManyInvoices");
  });

  test("has numbers for amounts where the guess says so", async () => {
    const sandbox = createSandbox({ reflex: { guesses: { amounts: "number", amountless: "zero" } } });
    const { list, aggregated } = await findMany(sandbox);
    expect(list.every((row: { amount_msats: unknown }) => typeof row.amount_msats === "number")).toBe(true);
    expect(typeof aggregated.total.amount_msat).toBe("number");
  });
});

describe("getInvoices", () => {
  test("answers the documented example as it stands", async () => {
    const { status, body } = await graphql(createSandbox(), documents.getInvoices, documents.getInvoicesVariables);
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(body.data.getInvoices.find_many.list).toEqual([]);
  });

  test("gives 50 rows unless told otherwise, newest first", async () => {
    const sandbox = createSandbox({ reflex: { invoices: 60 } });
    const { list } = await findMany(sandbox);
    expect(list).toHaveLength(50);
    const dates = list.map((row: { created_at: string }) => row.created_at);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(list[0].id).toBe(sandbox.reflex.invoices.at(-1)?.id);
  });

  test("pages through every row once, both ways, over rows of the same millisecond", async () => {
    const sandbox = createSandbox({ reflex: { invoices: 170 } });
    const stored = sandbox.reflex.invoices.map(({ id }) => id);
    const ids = async (direction: string) => (await everyRow(sandbox, { sort: { direction } })).map(({ id }) => id);
    expect(await ids("ASC")).toEqual(stored);
    expect(await ids("DESC")).toEqual([...stored].reverse());
    const dates = sandbox.reflex.invoices.map(({ created_at }) => created_at);
    expect(new Set(dates).size).toBeLessThan(dates.length);
  });

  test("keeps to [from, to)", async () => {
    const sandbox = createSandbox({ reflex: { invoices: 100 } });
    const dates = sandbox.reflex.invoices.map(({ created_at }) => created_at);
    const filter = { from: dates[20], to: dates[70] };
    const expected = dates.filter((date) => date >= (filter.from ?? "") && date < (filter.to ?? ""));
    expect((await everyRow(sandbox, { filter })).map(({ created_at }) => created_at).reverse()).toEqual(expected);
    const inclusive = createSandbox({ reflex: { invoices: 100, guesses: { filterTo: "inclusive" } } });
    const upTo = dates.filter((date) => date >= (filter.from ?? "") && date <= (filter.to ?? ""));
    expect(await everyRow(inclusive, { filter })).toHaveLength(upTo.length);
  });

  test.each(["and", "or"] as const)("combines tags by %s", async (tagFilter) => {
    const sandbox = createSandbox({ reflex: { guesses: { tagFilter } } });
    const has = (tags: readonly { key: string; boolean_value: boolean | null; number_value: number | null }[]) => {
      const withdrawal = tags.some((tag) => tag.key === "is-withdrawal" && tag.boolean_value === true);
      const product = tags.some((tag) => tag.key === "product-id" && tag.number_value === 7);
      return tagFilter === "and" ? withdrawal && product : withdrawal || product;
    };
    const filter = {
      tags: [
        { key: "is-withdrawal", boolean_value: true },
        { key: "product-id", number_value: 7 },
      ],
    };
    const expected = sandbox.reflex.invoices.filter(({ tags }) => has(tags)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect((await everyRow(sandbox, { filter })).map(({ id }) => id).reverse()).toEqual(expected);
  });

  test.each([
    [{ page: { limit: 51 } }, "limit must not be greater than 50"],
    [{ page: { limit: 0 } }, "limit must not be less than 1"],
    [{ page: { limit: 1.5 } }, "limit must be an integer number"],
    [{ page: { offset: -1 } }, "offset must not be less than 0"],
    [{ filter: { from: "yesterday" } }, "from must be a valid ISO 8601 date string"],
  ])("refuses %j as class-validator does", async (variables, text) => {
    const { status, body } = await graphql(createSandbox(), documents.getInvoices, variables);
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors[0].message).toBe("Bad Request Exception");
    expect(body.errors[0].extensions).toMatchObject({ code: "BAD_REQUEST", originalError: { message: [text] } });
  });

  test("cuts a limit above 50 where the guess says so", async () => {
    const sandbox = createSandbox({ reflex: { guesses: { limitAboveMaximum: "clamp" } } });
    expect((await findMany(sandbox, { page: { limit: 5000, offset: 0 } })).list).toHaveLength(50);
  });

  test("shows inserted rows as the newest", async () => {
    const sandbox = createSandbox();
    const before = sandbox.reflex.invoices.at(-1)?.created_at ?? "";
    sandbox.reflex.insert(3);
    const { list } = await findMany(sandbox, { page: { limit: 3, offset: 0 } });
    expect(list.map(({ id }: { id: string }) => id)).toEqual(
      sandbox.reflex.invoices
        .slice(-3)
        .map(({ id }) => id)
        .reverse(),
    );
    expect(list.every(({ created_at }: { created_at: string }) => created_at > before)).toBe(true);
    expect(sandbox.reflex.invoices).toHaveLength(203);
  });
});

describe("what is wrong with a request", () => {
  const sandbox = createSandbox();
  const post = async (body: string, headers: Record<string, string> = { "content-type": "application/json" }) => {
    const response = await sandbox.fetch(new Request(GRAPHQL, { method: "POST", headers, body }));
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  test.each([undefined, "Bearer wrong", "sandbox-reflex-key"])(
    "key %j: UNAUTHENTICATED at 200, at 401 by guess",
    async (key) => {
      const headers = { authorization: key ?? "" };
      const expected = {
        message: "Unauthorized",
        extensions: { code: "UNAUTHENTICATED", originalError: { statusCode: 401 } },
      };
      for (const document of [documents.getInvoices, "{ getHello }"]) {
        const answer = await graphql(sandbox, document, {}, headers);
        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject({ data: null, errors: [expected] });
      }
      const strict = createSandbox({ reflex: { guesses: { authFailureStatus: 401 } } });
      expect((await graphql(strict, "{ getHello }", {}, headers)).status).toBe(401);
    },
  );

  test("an unknown field, bad syntax, no such operation: 400", async () => {
    const field = await graphql(sandbox, "{ getInvoices { find_many { nope } } }");
    expect([field.status, field.body.errors[0].extensions.code]).toEqual([400, "GRAPHQL_VALIDATION_FAILED"]);
    const syntax = await graphql(sandbox, "{ getHello");
    expect([syntax.status, syntax.body.errors[0].extensions.code]).toEqual([400, "GRAPHQL_PARSE_FAILED"]);
    const two = await graphql(sandbox, "query a { getHello } query b { getHello }");
    expect([two.status, two.body.errors[0].extensions.code]).toEqual([400, "OPERATION_RESOLUTION_FAILURE"]);
  });

  test("variables that do not fit: BAD_USER_INPUT without data, at 400 by guess", async () => {
    const variables = { page: { limit: "many" }, filter: { nope: 1 } };
    const answer = await graphql(sandbox, documents.getInvoices, variables);
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty("data");
    expect(answer.body.errors[0].extensions.code).toBe("BAD_USER_INPUT");
    const strict = createSandbox({ reflex: { guesses: { badVariableStatus: 400 } } });
    expect((await graphql(strict, documents.getInvoices, variables)).status).toBe(400);
  });

  test("malformed JSON: 400 in NestJS's shape", async () => {
    const { status, body } = await post('{"query": ');
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: "Bad Request", statusCode: 400, message: expect.any(String) });
  });

  test("another content type, a batch, no query: 400 BAD_REQUEST", async () => {
    const answers = [
      await post("{}", { "content-type": "text/plain" }),
      await post("[]"),
      await post("{}"),
      await post("7"),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.errors[0].extensions.code).toBe("BAD_REQUEST");
    }
  });

  test("an unknown path or method", async () => {
    const path = await sandbox.fetch("http://any.host/nowhere");
    expect(path.status).toBe(404);
    expect(await path.json()).toEqual({ message: "Cannot GET /nowhere", error: "Not Found", statusCode: 404 });
    const method = await sandbox.fetch(GRAPHQL, { method: "DELETE" });
    expect(method.status).toBe(405);
    expect((await sandbox.fetch(GRAPHQL)).status).toBe(400);
  });

  test("a body of 2 MB: 413, and the next request is served", async () => {
    const { status, body } = await post(JSON.stringify({ query: `{ getHello } #${"x".repeat(2_000_000)}` }));
    expect([status, body.statusCode]).toEqual([413, 413]);
    expect((await graphql(sandbox, "{ getHello }")).body.data.getHello).toBe("Hello World!");
  });

  test("a document without end is refused, not run", async () => {
    const { status, body } = await graphql(sandbox, `{ getInvoices ${"{ find_many ".repeat(50_000)}`);
    expect(status).toBe(400);
    expect(body.errors[0].extensions.code).toBe("GRAPHQL_PARSE_FAILED");
  });
});

test("the schema is the one that was reconstructed from the documents", async () => {
  const reconstruction = buildSchema(readFileSync(new URL("fixtures/reflex.graphql", import.meta.url), "utf8"));
  const { body } = await graphql(createSandbox(), getIntrospectionQuery({ descriptions: false }));
  expect(printSchema(buildClientSchema(body.data))).toBe(printSchema(reconstruction));
});
