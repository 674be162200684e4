import { type Match, matchInvoices, type UnifiedInvoice } from "unvoice";
import { describe, expect, test } from "vitest";
import { SEED_HASH, SEED_INVOICE } from "../support/fixtures.ts";

const MINUTE_MS = 60_000;

/** An invoice of Reflex, so many minutes after the first. */
function reflex(
  id: string,
  minute = 0,
  { hash = id, tags = {} }: { hash?: string; tags?: Record<string, string | number> } = {},
) {
  const list = Object.entries(tags).map(([key, value]) => ({
    key,
    string_value: typeof value === "string" ? value : null,
    number_value: typeof value === "number" ? value : null,
    boolean_value: null,
  }));
  return invoice("reflex", id, minute, { payment_hash: hash, tags: list });
}

/** An invoice of Txn, so many minutes after the first. */
function txn(
  id: string,
  minute = 0,
  { reference = null, address = null }: { reference?: string | null; address?: string | null } = {},
) {
  return { ...invoice("txn", id, minute, { address: address && { value: address } }), reference };
}

function invoice(source: "reflex" | "txn", id: string, minute: number, raw: object): UnifiedInvoice {
  const createdAt = new Date(Date.parse("2026-01-01T00:00:00Z") + minute * MINUTE_MS).toISOString();
  return { source, id, createdAt, raw: { id, ...raw }, reference: null } as unknown as UnifiedInvoice;
}

/** A match in short: `matched a b`. */
async function outcomes(matches: AsyncIterable<Match>): Promise<string[]> {
  const texts: string[] = [];
  for await (const match of matches) {
    if (match.kind === "matched") texts.push(`${match.left.id} = ${match.right.id} by ${match.rule}`);
    else if (match.kind === "ambiguous") {
      texts.push(`${match.left.map(({ id }) => id)} ? ${match.right.map(({ id }) => id)} by ${match.rule}`);
    } else texts.push(match.kind === "only_left" ? `${match.left.id} =` : `= ${match.right.id}`);
  }
  return texts.toSorted();
}

describe("matching", () => {
  test("by payment hash: Reflex's, and that of a Lightning invoice in Txn's address", async () => {
    const left = [reflex("r1", 0, { hash: SEED_HASH.toUpperCase() }), reflex("r2", 1)];
    const right = [
      txn("t1", 2, { address: SEED_INVOICE }),
      txn("t2", 3, { address: "TV9GmVXu1YcGp5QA6ige71bedxgjzzMdAa" }),
    ];
    const rules = { paymentHash: true, direction: "asc" } as const;
    expect(await outcomes(matchInvoices(left, right, rules))).toEqual(["= t2", "r1 = t1 by paymentHash", "r2 ="]);
  });

  test("by a tag that carries Txn's reference, as text or as a number", async () => {
    const left = [reflex("r1", 0, { tags: { order: "A-1" } }), reflex("r2", 1, { tags: { order: 17, other: "A-1" } })];
    const right = [txn("t1", 0, { reference: "A-1" }), txn("t2", 9, { reference: "17" }), txn("t3", 9)];
    const rules = { tag: "order", direction: "asc" } as const;
    expect(await outcomes(matchInvoices(left, right, rules))).toEqual(["= t3", "r1 = t1 by tag", "r2 = t2 by tag"]);
  });

  test("by a rule of one's own", async () => {
    const own = ({ id }: UnifiedInvoice) => id.slice(1);
    const rules = { own, direction: "asc" } as const;
    expect(await outcomes(matchInvoices([reflex("r1"), reflex("r2")], [txn("t2"), txn("t3")], rules))).toEqual([
      "= t3",
      "r1 =",
      "r2 = t2 by own",
    ]);
  });

  test("guesses nothing: more than one on a side is ambiguous, also by way of two rules", async () => {
    const left = [reflex("r1", 0, { tags: { order: "A" } }), reflex("r2", 1, { tags: { order: "A" } })];
    const rules = { tag: "order", direction: "asc" } as const;
    expect(await outcomes(matchInvoices(left, [txn("t1", 2, { reference: "A" })], rules))).toEqual([
      "r1,r2 ? t1 by tag",
    ]);
    const torn = [reflex("r1", 0, { hash: SEED_HASH, tags: { order: "B" } })];
    const right = [txn("t1", 1, { address: SEED_INVOICE }), txn("t2", 2, { reference: "B" })];
    expect(await outcomes(matchInvoices(torn, right, { ...rules, paymentHash: true }))).toEqual([
      "r1 ? t1,t2 by paymentHash",
    ]);
  });

  test("holds invoices for the window alone: what is further apart is not linked", async () => {
    const left = [reflex("r1", 0, { tags: { order: "A" } }), reflex("r2", 100, { tags: { order: "B" } })];
    const right = [txn("t1", 61, { reference: "A" }), txn("t2", 160, { reference: "B" })];
    const rules = { tag: "order", direction: "asc", windowMs: 60 * MINUTE_MS } as const;
    expect(await outcomes(matchInvoices(left, right, rules))).toEqual(["= t1", "r1 =", "r2 = t2 by tag"]);
    const newestFirst = matchInvoices(left.toReversed(), right.toReversed(), { ...rules, direction: "desc" });
    expect(await outcomes(newestFirst)).toEqual(["= t1", "r1 =", "r2 = t2 by tag"]);
  });

  test("tells what is settled before the lists have ended, and never holds more than the window", async () => {
    let made = 0;
    function* endless(source: typeof reflex | typeof txn): Generator<UnifiedInvoice> {
      for (let minute = 0; ; minute++) {
        made++;
        yield source(`${source.name}${minute}`, minute);
      }
    }
    const own = ({ id }: UnifiedInvoice) => id.replace(/\D/g, "");
    let told = 0;
    for await (const match of matchInvoices(endless(reflex), endless(txn), {
      own,
      direction: "asc",
      windowMs: 10 * MINUTE_MS,
    })) {
      expect(match.kind).toBe("matched");
      expect(made - 2 * told).toBeLessThan(30);
      if (++told === 5000) break;
    }
  });

  test("needs a rule, and tells a wrong one", () => {
    expect(() => matchInvoices([], [], {})).toThrow(/paymentHash, tag or own/);
    expect(() => matchInvoices([], [], { tags: "x" } as object)).toThrow(/tags/);
    expect(() => matchInvoices([], [], { paymentHash: true, windowMs: -1 })).toThrow(/windowMs/);
  });

  test("leaves its lists when it is left", async () => {
    let left = 0;
    const list = async function* (source: typeof reflex | typeof txn) {
      try {
        for (let minute = 0; ; minute += 1000) yield source(`${minute}`, minute);
      } finally {
        left++;
      }
    };
    const own = ({ source, id }: UnifiedInvoice) => `${source}${id}`;
    for await (const _ of matchInvoices(list(reflex), list(txn), { own, direction: "asc", windowMs: 1 })) break;
    expect(left).toBe(2);
  });
});
