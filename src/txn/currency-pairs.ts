import * as z from "zod/mini";
import { documented, open, type Schema, wire } from "../answers/schema.ts";
import { type StandardSchemaV1, standardSchema } from "../answers/standard.ts";
import { type Document, document } from "./schemas.ts";
import type { JsonApiResource, TxnCurrencyPair } from "./types.ts";

/** A pair as it is on the wire: a currency's id is its code. */
interface Pair {
  id: string;
  attributes: Pick<TxnCurrencyPair, "direction" | "enabled">;
  relationships: { billedCurrency: Related; chargedCurrency: Related };
}

interface Related {
  data: { id: string };
}

const anything = z.optional(z.unknown());
const currency = wire({
  data: wire({ id: z.string(), type: z.string() } as Record<string, Schema<unknown>>),
}) as unknown as Schema<Related>;
const pair = wire({
  id: z.string(),
  type: anything,
  attributes: wire<Pair["attributes"]>({ direction: documented(open("sell")), enabled: documented(z.boolean()) }),
  relationships: wire<Pair["relationships"]>({ billedCurrency: currency, chargedCurrency: currency }),
} as Record<string, Schema<unknown>>) as unknown as Schema<Pair>;

/** The answer that lists the currency pairs. */
export const pairList = document(z.array(pair));

/** The pairs that a document lists, each with the networks of what is charged. */
export function pairsOf({ data, included }: Document<Pair[]>): TxnCurrencyPair[] {
  const currencies = new Map(included.filter(({ type }) => type === "currencies").map((one) => [one.id, one]));
  // The documents call the type of a network in the singular, and every other type in the plural.
  const networks = new Map(included.filter(({ type }) => /^networks?$/.test(type)).map((one) => [one.id, one]));
  return data.map(({ id, attributes, relationships }) => {
    const charged = relationships.chargedCurrency.data.id;
    const own = idsOf(currencies.get(charged)).flatMap((network) => networks.get(network) ?? []);
    return {
      id,
      ...attributes,
      billedCurrency: relationships.billedCurrency.data.id,
      chargedCurrency: charged,
      networks: own.flatMap((network) => networkOf(network, charged)),
    };
  });
}

function idsOf(currency: JsonApiResource | undefined): string[] {
  const linkage = (currency?.relationships?.networks as { data?: unknown } | null | undefined)?.data;
  return Array.isArray(linkage) ? linkage.map((reference) => reference?.id) : [];
}

function networkOf({ attributes }: JsonApiResource, charged: string): TxnCurrencyPair["networks"] {
  const { code, name, currencyCode } = attributes ?? {};
  // Without its code it cannot be paid over.
  if (typeof code !== "string") return [];
  return [
    {
      code,
      name: typeof name === "string" ? name : null,
      currencyCode: typeof currencyCode === "string" ? currencyCode : charged,
    },
  ];
}

/**
 * The document that lists the currency pairs as a Standard Schema. The value is what `listCurrencyPairs` gives.
 *
 * @example
 * const result = txnCurrencyPairsSchema["~standard"].validate(JSON.parse(stored));
 * if (!result.issues) console.log(result.value.map(({ billedCurrency, networks }) => [billedCurrency, networks]));
 */
export const txnCurrencyPairsSchema: StandardSchemaV1<unknown, TxnCurrencyPair[]> = /* @__PURE__ */ standardSchema(
  pairList,
  pairsOf,
);
