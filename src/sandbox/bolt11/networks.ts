/** The networks by what stands for them behind `ln`. */
export const networks = { mainnet: "bc", testnet: "tb", signet: "tbs", regtest: "bcrt", simnet: "sb" };

/** A network that invoices can be of. */
export type Network = keyof typeof networks;

/** Multipliers of an amount, and how many of each unit, or of its tenths, a millisatoshi has. The largest unit first. */
export const units: readonly { letter: string; tenthsOfMsat: bigint }[] = [
  { letter: "", tenthsOfMsat: 1_000_000_000_000n },
  { letter: "m", tenthsOfMsat: 1_000_000_000n },
  { letter: "u", tenthsOfMsat: 1_000_000n },
  { letter: "n", tenthsOfMsat: 1000n },
  { letter: "p", tenthsOfMsat: 1n },
];
