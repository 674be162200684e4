import { randomStream } from "../random.ts";
import { billedCurrencies, type Currency, chargedCurrencies, networks } from "./catalogue.ts";
import type { TxnGuesses } from "./guesses.ts";
import { code, one, type Resource } from "./wire.ts";

/** The answer of `GET /invoices/currency_pairs`: what can be billed in what, and the networks to pay over. */
export function currencyPairs(seed: number, guesses: TxnGuesses): { data: Resource[]; included: Resource[] } {
  const data = billedCurrencies.flatMap((billed) =>
    chargedCurrencies.map((charged) => ({
      id: randomStream(seed, "txn.pair")(`${billed.code} ${charged.code}`).uuid(),
      type: "invoiceCurrencyPairs",
      attributes: { direction: "sell", enabled: true },
      // Documented: a currency's id is its code.
      relationships: {
        billedCurrency: one("currencies", code(billed, guesses)),
        chargedCurrency: one("currencies", code(charged, guesses)),
      },
    })),
  );
  const currencies = [...billedCurrencies, ...chargedCurrencies].map((currency) => describe(seed, currency, guesses));
  return { data, included: [...currencies, ...networkResources(seed, guesses)] };
}

function describe(seed: number, currency: Currency, guesses: TxnGuesses): Resource {
  const own = networks.filter((network) => network.currency === currency.code);
  return {
    id: code(currency, guesses),
    type: "currencies",
    attributes: { code: code(currency, guesses), precision: currency.scale },
    relationships: { networks: { data: own.map((network) => one(NETWORK, networkId(seed, network.code)).data) } },
  };
}

/** Documented, in the singular. */
const NETWORK = "network";

function networkResources(seed: number, guesses: TxnGuesses): Resource[] {
  return networks.map((network) => {
    const currency = chargedCurrencies.find((charged) => charged.code === network.currency) ?? chargedCurrencies[0];
    return {
      id: networkId(seed, network.code),
      type: NETWORK,
      attributes: { currencyCode: code(currency, guesses), name: network.name, code: network.code },
    };
  });
}

function networkId(seed: number, code: string): string {
  return randomStream(seed, "txn.network")(code).uuid();
}
