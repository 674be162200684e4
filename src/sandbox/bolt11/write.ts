import { bech32 } from "@scure/base";
import { signMessage } from "./curve.ts";
import { type Network, networks, units } from "./networks.ts";
import { bytesWords, LETTERS, numberWords, signedMessage } from "./words.ts";

/** What an invoice needs to be written; `amountMsat` null leaves the amount to the payer. */
export interface InvoicePlan {
  network: Network;
  amountMsat: bigint | null;
  /** Seconds since 1970. */
  timestamp: number;
  /** Seconds; null leaves the field out, and BOLT 11's 3600 apply. */
  expiry: number | null;
  paymentHash: string;
  paymentSecret: string;
  description: string;
  routes: RouteHint[][];
}

/** One hop of a route hint, as BOLT 11 names it. */
export interface RouteHint {
  pubkey: string;
  short_channel_id: string;
  fee_base_msat: number;
  fee_proportional_millionths: number;
  cltv_expiry_delta: number;
}

const MIN_FINAL_CLTV_EXPIRY = 18;

// BOLT 9: var_onion_optin 9, payment_secret 14, basic_mpp 17.
const FEATURES = 2 ** 9 + 2 ** 14 + 2 ** 17;

/** Writes and signs an invoice. The same plan and key give the same text. */
export function writeInvoice(plan: InvoicePlan, privateKey: string): string {
  const prefix = `ln${networks[plan.network]}${amountText(plan.amountMsat)}`;
  const words = [
    ...numberWords(plan.timestamp, 7),
    ...field("p", hexWords(plan.paymentHash)),
    ...field("s", hexWords(plan.paymentSecret)),
    ...field("d", bytesWords(new TextEncoder().encode(plan.description))),
    ...(plan.expiry === null ? [] : field("x", numberWords(plan.expiry))),
    ...field("c", numberWords(MIN_FINAL_CLTV_EXPIRY)),
    ...plan.routes.flatMap((route) => field("r", hexWords(route.map(hopHex).join("")))),
    ...field("9", numberWords(FEATURES)),
  ];
  const { bytes, recoveryId } = signMessage(signedMessage(prefix, words), privateKey);
  return bech32.encode(prefix, [...words, ...bytesWords([...bytes, recoveryId])], false);
}

/** In the largest unit that leaves it whole. */
function amountText(amountMsat: bigint | null): string {
  if (amountMsat === null) return "";
  const tenths = amountMsat * 10n;
  const unit = units.find(({ tenthsOfMsat }) => tenths % tenthsOfMsat === 0n);
  return unit === undefined ? "" : `${tenths / unit.tenthsOfMsat}${unit.letter}`;
}

function field(letter: string, data: number[]): number[] {
  return [LETTERS.indexOf(letter), ...numberWords(data.length, 2), ...data];
}

function hopHex(hop: RouteHint): string {
  const number = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, "0");
  const fees = number(hop.fee_base_msat, 4) + number(hop.fee_proportional_millionths, 4);
  return hop.pubkey + hop.short_channel_id + fees + number(hop.cltv_expiry_delta, 2);
}

function hexWords(hex: string): number[] {
  return bytesWords((hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}
