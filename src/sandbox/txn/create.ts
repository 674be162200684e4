import { chargedCurrencies, findCurrency, findNetwork } from "./catalogue.ts";
import { compare, isDecimal, rescale } from "./decimal.ts";
import { badRequest, type TxnError, unprocessable } from "./errors.ts";
import type { Order } from "./terms.ts";

type Attributes = Record<string, unknown>;

/** Reads the body of a create request, or says what is wrong with it. */
export function readOrder(body: string): Order | TxnError {
  const attributes = readAttributes(body);
  if (attributes === null) return badRequest("the body must be a JSON:API document");
  const problem = missing(attributes) ?? misshapen(attributes);
  if (problem !== undefined) return problem;
  const text = (name: string) => optionalText(attributes, name);
  const amountBilled = text("amountBilled") ?? "";
  const billed = findCurrency(text("billedCurrency") ?? "");
  const charged = findCurrency(text("chargedCurrency") ?? "", chargedCurrencies);
  const network = findNetwork(text("network") ?? "");
  const target = findCurrency(text("targetCurrency") ?? text("billedCurrency") ?? "");
  if (!isDecimal(amountBilled)) return invalid("amountBilled");
  if (billed === undefined) return invalid("billedCurrency");
  if (charged === undefined) return invalid("chargedCurrency");
  if (network === undefined || network.currency !== charged.code) return invalid("network");
  if (target === undefined) return invalid("targetCurrency");
  if (compare(amountBilled, billed.min) < 0)
    return outside("below", "minimum", amountBilled, rescale(billed.min, billed.scale));
  if (compare(amountBilled, billed.max) > 0)
    return outside("above", "maximum", amountBilled, rescale(billed.max, billed.scale));
  return {
    amountBilled,
    billed,
    charged,
    target,
    network,
    paymentMethods: (attributes.paymentMethods as string[] | undefined) ?? [network.paymentMethod],
    reference: text("reference"),
    successRedirectUrl: text("successRedirectUrl"),
    unsuccessRedirectUrl: text("unsuccessRedirectUrl"),
    targetAccountId: text("targetAccountId"),
  };
}

function readAttributes(body: string): Attributes | null {
  try {
    const document = JSON.parse(body);
    const attributes = document?.data?.type === "invoices" ? document.data.attributes : null;
    return typeof attributes === "object" && !Array.isArray(attributes) ? attributes : null;
  } catch {
    return null;
  }
}

function optionalText(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === "string" ? value : null;
}

function missing(attributes: Attributes): TxnError | undefined {
  const name = ["amountBilled", "billedCurrency", "chargedCurrency", "network"].find((key) => attributes[key] == null);
  return name === undefined ? undefined : unprocessable("blank", `${name} can't be blank`, `${name} is missing`);
}

const TEXTS = [
  ...["amountBilled", "billedCurrency", "chargedCurrency", "network", "targetCurrency", "targetAccountId"],
  ...["reference", "successRedirectUrl", "unsuccessRedirectUrl"],
];

function misshapen(attributes: Attributes): TxnError | undefined {
  const name = TEXTS.find((key) => attributes[key] != null && typeof attributes[key] !== "string");
  if (name !== undefined) return invalid(name);
  const methods = attributes.paymentMethods ?? [];
  const texts = Array.isArray(methods) && methods.every((method) => typeof method === "string");
  return texts ? undefined : invalid("paymentMethods");
}

function invalid(name: string): TxnError {
  return unprocessable("invalid", `${name} is invalid`, `${name} has a value that is not accepted`);
}

/** The minimum's error is documented, the maximum's is its likely twin. */
function outside(side: "below" | "above", bound: "minimum" | "maximum", amount: string, limit: string): TxnError {
  return unprocessable(
    `amount_${side}_${bound}`,
    `amount is ${side} ${bound}`,
    `amount: ${amount}, ${bound}: ${limit}`,
  );
}
