import type { Random } from "../random.ts";
import {
  billedCurrencies,
  type Currency,
  chargedCurrencies,
  findCurrency,
  type Network,
  networks,
} from "./catalogue.ts";
import { divide, multiply, rescale, subtract } from "./decimal.ts";

/** What a merchant asks for when creating an invoice. */
export interface Order {
  amountBilled: string;
  billed: Currency;
  charged: Currency;
  target: Currency;
  network: Network;
  paymentMethods: string[];
  reference: string | null;
  successRedirectUrl: string | null;
  unsuccessRedirectUrl: string | null;
  targetAccountId: string | null;
}

/** An order with everything that is fixed when the invoice is made: rates, amounts, address, ids. */
export interface Terms extends Order {
  amountCharged: string;
  exchangeRate: string;
  chargedTargetRate: string;
  targetTransactionFee: string;
  targetAmount: string;
  accountId: string;
  address: { id: string; value: string } | null;
  invoiceTransactionId: string;
  exchangeQuoteId: string;
  refundLinkId: string;
  /** Of the first payment, the second, ... */
  coinDepositIds(index: number): string;
  txHashes(index: number): string;
}

/** Decimals of a rate; the documented ones have 4 to 14. */
const RATE_SCALE = 8;

/** Fixes rates and amounts by the arithmetic that holds in the documented examples. */
export function settle(order: Order, accountId: string, random: Random): Terms {
  // The market moves by up to two percent either way.
  const market = (98_000 + random.integer(0, 4000))
    .toString()
    .padStart(6, "0")
    .replace(/(\d{5})$/, ".$1");
  const exchangeRate = multiply(divide(order.billed.perUsd, order.charged.perUsd, 14), market, RATE_SCALE);
  const chargedTargetRate = multiply(divide(order.target.perUsd, order.charged.perUsd, 14), market, RATE_SCALE);
  const amountBilled = rescale(order.amountBilled, order.billed.scale);
  const amountCharged = divide(amountBilled, exchangeRate, order.charged.scale);
  const credited = multiply(amountCharged, chargedTargetRate, order.target.scale);
  const targetTransactionFee = onePercent(credited, order.target.scale);
  const address = order.paymentMethods.includes("on_chain")
    ? { id: random.uuid(), value: addressOn(order.network, random) }
    : null;
  const [invoiceTransactionId, coinDepositId, exchangeQuoteId] = [random.uuid(), random.uuid(), random.uuid()];
  const txHash = random.hex(32);
  const refundLinkId = random.uuid();
  return {
    ...order,
    amountBilled,
    amountCharged,
    exchangeRate,
    chargedTargetRate,
    targetTransactionFee,
    targetAmount: subtract(credited, targetTransactionFee, order.target.scale),
    accountId: order.targetAccountId ?? accountId,
    address,
    invoiceTransactionId,
    exchangeQuoteId,
    refundLinkId,
    coinDepositIds: (index) => numbered(coinDepositId, index),
    txHashes: (index) => numbered(txHash, index),
  };
}

/** The hex of the n-th thing of a kind: the first as it was drawn, the others differ in their end. */
function numbered(hex: string, index: number): string {
  const end = (Number.parseInt(hex.slice(-8), 16) + index) % 2 ** 32;
  return hex.slice(0, -8) + end.toString(16).padStart(8, "0");
}

/** Txn's processing fee in two of the documented examples. */
export function onePercent(amount: string, scale: number): string {
  return multiply(amount, "0.01", scale);
}

/** The order behind a seeded invoice. */
export function drawOrder(random: Random, index: number): Order {
  const network = random.pick([networks[0], ...networks]);
  const billed = random.pick(billedCurrencies);
  const dollars = `${random.integer(20, 10 ** random.integer(2, 4))}.${random.integer(10, 99)}`;
  return {
    amountBilled: multiply(dollars, billed.perUsd, billed.scale),
    billed,
    charged: findCurrency(network.currency) ?? chargedCurrencies[0],
    target: random.chance(0.7) ? billed : random.pick(billedCurrencies),
    network,
    paymentMethods: [network.paymentMethod],
    reference: drawReference(random, index),
    successRedirectUrl: random.chance(0.5) ? "https://example.com/success" : null,
    unsuccessRedirectUrl: random.chance(0.3) ? "https://example.com/failure" : null,
    targetAccountId: null,
  };
}

/** Free text, unique, and optional. */
function drawReference(random: Random, index: number): string | null {
  if (random.chance(0.1)) return null;
  return random.chance(0.5) ? random.uuid() : `order-${1001 + index}`;
}

// Addresses of the right form; nobody has their keys, and their checksums are not right, so no coin can be lost to them.
function addressOn(network: Network, random: Random): string {
  if (network.code === "tbtc") return `tb1q${random.text("023456789acdefghjklmnpqrstuvwxyz", 38)}`;
  if (network.code.includes("polygon")) return `0x${random.hex(20)}`;
  return `T${random.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 33)}`;
}
