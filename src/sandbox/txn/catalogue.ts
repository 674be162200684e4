/** What can be billed and paid in the sandbox. Rates are invented, limits are the documented examples. */

export interface Currency {
  code: string;
  /** Decimals its amounts are written with. */
  scale: number;
  /** How much one US dollar buys: what rates are made of. */
  perUsd: string;
  min: string;
  max: string;
}

/** A way to pay: a coin on a chain. Codes come back in lower case whatever case they are sent in. */
export interface Network {
  code: string;
  name: string;
  currency: string;
  paymentMethod: "on_chain" | "nft";
}

/** What an end user can be shown an amount in. */
export const billedCurrencies: readonly [Currency, ...Currency[]] = [
  { code: "USD", scale: 2, perUsd: "1", min: "10", max: "100000" },
  { code: "EUR", scale: 2, perUsd: "0.92", min: "10", max: "100000" },
  { code: "CAD", scale: 2, perUsd: "1.3671", min: "14", max: "140000" },
  { code: "TRY", scale: 2, perUsd: "34.907", min: "400", max: "4000000" },
  { code: "BRL", scale: 2, perUsd: "5.4123", min: "50", max: "560000" },
];

/** What an end user can pay in. */
export const chargedCurrencies: readonly [Currency, ...Currency[]] = [
  { code: "USDT", scale: 6, perUsd: "1.0011", min: "1", max: "100000" },
  { code: "USDC", scale: 6, perUsd: "1.0002", min: "1", max: "100000" },
  { code: "BTC", scale: 8, perUsd: "0.00001052", min: "0.00001", max: "1" },
  { code: "POL", scale: 6, perUsd: "2.2134", min: "1", max: "400000" },
];

/** `ttrx:usdt` and `tpolygon` are documented for the API's own sandbox, `polygon:usdcv2` for production; `tbtc` is a guess. */
export const networks: readonly [Network, ...Network[]] = [
  { code: "ttrx:usdt", name: "Tron (TRC20)", currency: "USDT", paymentMethod: "on_chain" },
  { code: "polygon:usdcv2", name: "Polygon", currency: "USDC", paymentMethod: "on_chain" },
  { code: "tbtc", name: "Bitcoin", currency: "BTC", paymentMethod: "on_chain" },
  { code: "tpolygon", name: "Polygon", currency: "POL", paymentMethod: "nft" },
];

/** Everything that has a rate: crypto can be billed too. */
const currencies: readonly Currency[] = [...billedCurrencies, ...chargedCurrencies];

/** The currency of a code in any case, among all or only some. */
export function findCurrency(code: string, among: readonly Currency[] = currencies): Currency | undefined {
  return among.find((currency) => currency.code === code.toUpperCase());
}

/** The network of a code in any case. */
export function findNetwork(code: string): Network | undefined {
  return networks.find((network) => network.code === code.toLowerCase());
}
