import { type DecodedInvoice, decodeInvoice } from "../bolt11/index.ts";
import type { CommonOptions, Context, Shell } from "./context.ts";
import { readArgument } from "./input/text.ts";
import { formatOf, writeOne } from "./output/write.ts";

/** `unvoice decode`: what an invoice says. */
export async function run({ shell, options, args }: Context): Promise<undefined> {
  await decode(shell, options, args[0]);
}

/** Reads an invoice, and writes what it says. */
export async function decode(shell: Shell, options: CommonOptions, invoice: string | undefined): Promise<void> {
  const decoded = decodeInvoice((await readArgument(shell, "invoice", invoice)).trim());
  await writeOne(shell, options, formatOf(shell, options) === "table" ? forPeople(decoded) : { ...decoded });
}

function forPeople(decoded: DecodedInvoice): Record<string, string> {
  const { timestamp, expiresAt, amountMsat, routeHints } = decoded;
  return {
    network: decoded.network,
    amount: amountMsat === null ? "any: the payer chooses" : satWords(amountMsat),
    description: decoded.description ?? "",
    "description hash": decoded.descriptionHash ?? "",
    payee: decoded.payee ?? "",
    created: new Date(timestamp * 1000).toISOString(),
    expires:
      expiresAt === null
        ? "never"
        : `${expiresAt.toISOString()}${expiresAt.getTime() <= Date.now() ? " (expired)" : ""}`,
    "payment hash": decoded.paymentHash ?? "",
    "route hints": routeHints.map((hops) => hops.map(({ pubkey }) => pubkey).join(" > ")).join("; "),
    "fallback addresses": decoded.fallbackAddresses.join("; "),
    "breaks rules": decoded.issues.map(String).join(", "),
  };
}

/** An amount in sat, exact: a thousandth of a sat is a digit behind the point. */
export function satWords(amountMsat: bigint): string {
  const fraction = String(amountMsat % 1000n)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${(amountMsat / 1000n).toLocaleString("en")}${fraction && `.${fraction}`} sat`;
}
