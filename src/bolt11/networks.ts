import type { Network } from "./types.ts";

/** What differs between the chains. */
export interface Chain {
  network: Network;
  /** The human-readable part of its segwit addresses. */
  segwit: string;
  /** The version bytes of its base58 addresses. */
  payToKeyHash: number;
  payToScriptHash: number;
}

const testnet: Chain = { network: "testnet", segwit: "tb", payToKeyHash: 0x6f, payToScriptHash: 0xc4 };

/**
 * By the prefix behind `ln` (BOLT 11, "Human-Readable Part").
 * Signet shares testnet's addresses, and regtest its base58 versions.
 */
export const chains: readonly (readonly [prefix: string, Chain])[] = [
  ["bcrt", { ...testnet, network: "regtest", segwit: "bcrt" }],
  ["tbs", { ...testnet, network: "signet" }],
  ["bc", { network: "mainnet", segwit: "bc", payToKeyHash: 0x00, payToScriptHash: 0x05 }],
  ["tb", testnet],
  ["sb", { network: "simnet", segwit: "sb", payToKeyHash: 0x3f, payToScriptHash: 0x7b }],
];
