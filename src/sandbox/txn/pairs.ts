import { randomStream } from "../random.ts";
import { billedCurrencies, type Currency, chargedCurrencies, networks } from "./catalogue.ts";
import type { Resource } from "./wire.ts";

/** The answer of `GET /invoices/currency_pairs`: what can be billed in what, and the networks to pay over. */
export function currencyPairs(seed: number): { data: Resource[]; included: Resource[] } {
  const data = billedCurrencies.flatMap((billed) =>
    chargedCurrencies.map((charged) => ({
      id: randomStream(seed, "txn.pair")(`${billed.code} ${charged.code}`).uuid(),
      type: "invoiceCurrencyPairs",
      attributes: { direction: "sell", enabled: true },
      // Documented: a currency's id is its code.
      relationships: {
        billedCurrency: { data: { type: "currencies", id: billed.code } },
        chargedCurrency: { data: { type: "currencies", id: charged.code } },
      },
    })),
  );
  const currencies = [...billedCurrencies, ...chargedCurrencies].map((currency) => currencyResource(seed, currency));
  return { data, included: [...currencies, ...networkResources(seed)] };
}

// Of these attributes only a network's `code` is documented.
function currencyResource(seed: number, { code, scale }: Currency): Resource {
  const own = networks.filter(({ currency }) => currency === code);
  return {
    id: code,
    type: "currencies",
    attributes: { code, precision: scale },
    relationships: {
      networks: { data: own.map((network) => ({ type: "networks", id: networkId(seed, network.code) })) },
    },
  };
}

function networkResources(seed: number): Resource[] {
  return networks.map(({ code, name }) => ({
    id: networkId(seed, code),
    type: "networks",
    attributes: { code, name },
  }));
}

function networkId(seed: number, code: string): string {
  return randomStream(seed, "txn.network")(code).uuid();
}
