import { InvoiceDecodeError } from "../bolt11/error.ts";
import { parseInvoice } from "../bolt11/parse.ts";
import { InputError } from "../errors/errors.ts";
import { fieldIssues, nonEmptyString } from "../input/rules.ts";
import type { UnifiedInvoice } from "./types.ts";

/** By what invoices are known to belong together. At least one rule has to be given. */
export interface MatchRules {
  /** By payment hash: Reflex's, and the one in an address of Txn that is a Lightning invoice. */
  paymentHash?: boolean | null | undefined;
  /** By a tag of Reflex that carries Txn's reference: the tag's key. */
  tag?: string | null | undefined;
  /** By a text of one's own: invoices of which it gives the same one belong together; `null` for none. */
  own?: ((invoice: UnifiedInvoice) => string | null | undefined) | null | undefined;
  /** How far apart in time those can be that belong together, in milliseconds. Default 604,800,000: seven days. */
  windowMs?: number | null | undefined;
  /** How both lists are sorted; default `desc`, newest first, as the stream is. */
  direction?: "asc" | "desc" | null | undefined;
}

/** The rule that linked invoices. */
export type MatchRule = "paymentHash" | "tag" | "own";

/** What became of invoices: one on either side, one that only one side has, or more than can be told apart. */
export type Match =
  | { kind: "matched"; rule: MatchRule; left: UnifiedInvoice; right: UnifiedInvoice }
  | { kind: "only_left"; left: UnifiedInvoice }
  | { kind: "only_right"; right: UnifiedInvoice }
  | { kind: "ambiguous"; rule: MatchRule; left: UnifiedInvoice[]; right: UnifiedInvoice[] };

/** A list of invoices. */
export type InvoiceList = AsyncIterable<UnifiedInvoice> | Iterable<UnifiedInvoice>;

/** Invoices that rules have linked, directly or by way of others. */
interface Group {
  left: UnifiedInvoice[];
  right: UnifiedInvoice[];
  keys: Set<string>;
  /** The first rule that linked two of them. */
  rule: MatchRule | null;
  /** When the latest of them in the lists' order was created, in ms since 1970. */
  latest: number;
}

const DEFAULT_WINDOW_MS = 7 * 24 * 3_600_000;

/**
 * Finds the invoices of two lists that belong together: withdrawals that Reflex checked, say, and what Txn was to pay out.
 * What is held in memory is what lies within the window, however long the lists are.
 *
 * Invoices of which any rule gives the same text are linked. One on either side is a match; with more on a side nothing is
 * guessed: they are `ambiguous`. Whoever has been linked to nobody of the other side when the window has passed is alone.
 *
 * @param left in order of time: `client.invoices({ sources: ["reflex"] })`, a mirror's, or an array
 * @param right in the same order
 * @throws InputError for wrong rules; when iterated, what the lists throw
 * @see docs/stream.md
 * @example
 * const matches = matchInvoices(client.invoices({ sources: ["reflex"] }), client.invoices({ sources: ["txn"] }), {
 *   paymentHash: true,
 *   tag: "order-id",
 * });
 * for await (const match of matches) if (match.kind !== "matched") console.log(match);
 */
export function matchInvoices(left: InvoiceList, right: InvoiceList, rules: MatchRules): AsyncIterable<Match> {
  const { windowMs, direction } = check(rules);
  return {
    async *[Symbol.asyncIterator]() {
      /** In the order in which they were last added to. */
      const groups = new Set<Group>();
      const byKey = new Map<string, Group>();
      const sign = direction === "asc" ? 1 : -1;
      for await (const { side, invoice } of inOrder(left, right, sign)) {
        const time = Date.parse(invoice.createdAt);
        for (const group of groups) {
          if (sign * (time - group.latest) <= windowMs) break;
          groups.delete(group);
          for (const key of group.keys) byKey.delete(key);
          yield* close(group);
        }
        const group: Group = { left: [], right: [], keys: new Set(), rule: null, latest: time };
        group[side].push(invoice);
        for (const { rule, key } of keysOf(invoice, rules)) {
          const other = byKey.get(key);
          if (other && other !== group) {
            join(group, other, rule);
            groups.delete(other);
            for (const known of other.keys) byKey.set(known, group);
          }
          group.keys.add(key);
          byKey.set(key, group);
        }
        groups.add(group);
      }
      for (const group of groups) yield* close(group);
    },
  };
}

/** Both lists as one, by creation. */
async function* inOrder(left: InvoiceList, right: InvoiceList, sign: number) {
  const lists = [open(left), open(right)] as const;
  try {
    const heads = await Promise.all(lists.map((list) => list.next()));
    for (;;) {
      const [here, there] = heads;
      if (!here || !there || (here.done && there.done)) return;
      const isRight = here.done || (!there.done && sign * (time(there.value) - time(here.value)) < 0);
      const index = isRight ? 1 : 0;
      const head = heads[index];
      if (head && !head.done) yield { side: isRight ? ("right" as const) : ("left" as const), invoice: head.value };
      heads[index] = await lists[index].next();
    }
  } finally {
    await Promise.all(lists.map((list) => list.return?.()));
  }
}

function time({ createdAt }: UnifiedInvoice): number {
  return Date.parse(createdAt);
}

function open(list: InvoiceList): AsyncIterator<UnifiedInvoice> | Iterator<UnifiedInvoice> {
  return Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
}

/** The texts by which an invoice is linked, the surest rule first. */
function keysOf(invoice: UnifiedInvoice, { paymentHash, tag, own }: MatchRules): { rule: MatchRule; key: string }[] {
  const texts: [MatchRule, string | null | undefined][] = [
    ["paymentHash", paymentHash ? paymentHashOf(invoice) : null],
    ["tag", tag ? referenceOf(invoice, tag) : null],
    ["own", own?.(invoice)],
  ];
  return texts.flatMap(([rule, text]) => (text ? [{ rule, key: `${rule} ${text}` }] : []));
}

function paymentHashOf(invoice: UnifiedInvoice): string | null {
  if (invoice.source === "reflex") return invoice.raw.payment_hash.toLowerCase();
  const address = invoice.raw.address?.value ?? "";
  // Most addresses are of other networks: only what may be an invoice is decoded.
  if (!/^(lightning:|bitcoin:|ln)/i.test(address)) return null;
  try {
    return parseInvoice(address).paymentHash;
  } catch (error) {
    if (error instanceof InvoiceDecodeError) return null;
    throw error;
  }
}

function referenceOf(invoice: UnifiedInvoice, tagKey: string): string | null {
  if (invoice.source === "txn") return invoice.reference;
  const tag = invoice.raw.tags.find(({ key }) => key === tagKey);
  const value = tag?.string_value ?? tag?.number_value;
  return value === undefined || value === null ? null : String(value);
}

function join(group: Group, other: Group, rule: MatchRule): void {
  group.left.unshift(...other.left);
  group.right.unshift(...other.right);
  for (const key of other.keys) group.keys.add(key);
  group.rule = other.rule ?? group.rule ?? rule;
}

function* close({ left, right, rule }: Group): Generator<Match> {
  const [here] = left;
  const [there] = right;
  if (here && there && rule) {
    if (left.length === 1 && right.length === 1) yield { kind: "matched", rule, left: here, right: there };
    else yield { kind: "ambiguous", rule, left, right };
    return;
  }
  for (const invoice of left) yield { kind: "only_left", left: invoice };
  for (const invoice of right) yield { kind: "only_right", right: invoice };
}

function check(rules: MatchRules): { windowMs: number; direction: "asc" | "desc" } {
  const issues = fieldIssues(rules ?? {}, {
    paymentHash: [(value) => typeof value === "boolean", "must be true or false"],
    tag: nonEmptyString,
    own: [(value) => typeof value === "function", "must be a function"],
    windowMs: [(value) => typeof value === "number" && value >= 0, "must be a number of milliseconds from 0"],
    direction: [(value) => value === "asc" || value === "desc", "must be asc or desc"],
  });
  if (issues.length === 0 && !rules?.paymentHash && !rules?.tag && !rules?.own) {
    issues.push({ path: "rules", message: "must have paymentHash, tag or own: nothing else links invoices" });
  }
  if (issues.length > 0) throw new InputError(issues, { operation: "matchInvoices" });
  return { windowMs: rules.windowMs ?? DEFAULT_WINDOW_MS, direction: rules.direction ?? "desc" };
}
