import { createRequire } from "node:module";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { decodeInvoice, parseInvoice, type RecoverPublicKey } from "../../src/bolt11/index.ts";
import vectors from "../../test/bolt11/spec-vectors.json" with { type: "json" };

const require = createRequire(import.meta.url);
const bolt11: { decode: (invoice: string) => unknown } = require("bolt11");
const light: { decode: (invoice: string) => unknown } = require("light-bolt11-decoder");
const native: { ecdsaRecover: (s: Uint8Array, id: number, h: Uint8Array, c: boolean) => Uint8Array } =
  require("secp256k1");

const roundMs = 60;
const rounds = 25;
const warmUpRounds = 5;

/** Decodes per second. Every round gives each contestant its turn, so that a slow moment of the machine hits all. */
export function measureRates() {
  const invoices = vectors.vectors.flatMap(({ valid, invoice }) => (valid && all(invoice) ? [invoice] : []));
  const recover: RecoverPublicKey = (signature, recoveryId, hash) =>
    native.ecdsaRecover(signature, recoveryId, hash, true);
  const signatures = new Map(invoices.map((invoice) => [invoice, recoveredFormat(invoice)]));
  const hash = new Uint8Array(32).fill(1);
  const contestants = {
    skip: (invoice: string) => parseInvoice(invoice),
    "light-bolt11-decoder": (invoice: string) => light.decode(invoice),
    "native recover": (invoice: string) => decodeInvoice(invoice, { recover }),
    bolt11: (invoice: string) => bolt11.decode(invoice),
    check: (invoice: string) => decodeInvoice(invoice),
    "bare @noble/curves recovery": (invoice: string) =>
      secp256k1.recoverPublicKey(signatures.get(invoice) as Uint8Array, hash, { prehash: false }),
  };
  const names = Object.keys(contestants) as (keyof typeof contestants)[];
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const rate = rateOf(contestants[name], invoices);
      if (round >= warmUpRounds) samples.get(name)?.push(rate);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<
    keyof typeof contestants,
    number
  >;
}

function rateOf(decode: (invoice: string) => unknown, invoices: readonly string[]): number {
  const start = performance.now();
  let decodes = 0;
  while (performance.now() - start < roundMs) {
    for (const invoice of invoices) decode(invoice);
    decodes += invoices.length;
  }
  return (decodes * 1000) / (performance.now() - start);
}

/** `bolt11` refuses one valid example of the specification: what is timed is what all can read. */
function all(invoice: string): boolean {
  try {
    bolt11.decode(invoice);
    light.decode(invoice);
    return true;
  } catch {
    return false;
  }
}

function recoveredFormat(invoice: string): Uint8Array {
  const { recoveryId, signature } = parseInvoice(invoice);
  return Uint8Array.from([recoveryId, ...Buffer.from(signature, "hex")]);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
