import type { Issue } from "../../errors/errors.ts";
import { fieldIssues, nonEmptyString, type Rule } from "../../input/rules.ts";
import { isDecimal } from "../decimal.ts";
import type { CreateInvoiceParams } from "../types.ts";

/** What `createInvoice` is sent: the documented attributes. */
export type Attributes = Omit<CreateInvoiceParams, "amountBilled"> & { amountBilled: string };

const amount: Rule = [
  (value) => (typeof value === "bigint" ? value >= 0n : isDecimal(value) && !value.startsWith("-")),
  'must be decimal text such as "33.00", or a bigint: a number may have lost digits',
];

const redirect: Rule = [isWebAddress, "must be an http(s) URL"];

const rules = {
  amountBilled: amount,
  billedCurrency: nonEmptyString,
  chargedCurrency: nonEmptyString,
  network: nonEmptyString,
  targetCurrency: nonEmptyString,
  targetAccountId: nonEmptyString,
  reference: nonEmptyString,
  successRedirectUrl: redirect,
  unsuccessRedirectUrl: redirect,
  paymentMethods: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(nonEmptyString[0]),
    "must be a list of payment methods",
  ],
} satisfies Record<keyof CreateInvoiceParams, Rule>;

const required = ["amountBilled", "billedCurrency", "chargedCurrency", "network"] as const;

/** What is wrong with the parameters, and with `onUnknownOutcome`. */
export function creationIssues(params: Partial<CreateInvoiceParams>, onUnknownOutcome: unknown): Issue[] {
  const outcome: Rule = [(value) => value === "throw" || value === "reconcile", 'must be "throw" or "reconcile"'];
  const issues = [
    // What is missing altogether is looked at as well.
    ...fieldIssues({ ...Object.fromEntries(required.map((name) => [name, ""])), ...withoutNull(params) }, rules),
    ...fieldIssues({ onUnknownOutcome }, { onUnknownOutcome: outcome }, "options"),
  ];
  if (onUnknownOutcome === "reconcile" && (params.reference ?? null) === null) {
    issues.push({ path: "reference", message: 'is needed for onUnknownOutcome: "reconcile": it is what is looked up' });
  }
  return issues;
}

/** The attributes as they are sent: amounts as text, and nothing that was left out. */
export function attributesOf(params: CreateInvoiceParams): Attributes {
  return { ...withoutNull(params), amountBilled: String(params.amountBilled) } as Attributes;
}

function withoutNull(params: object): object {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null && value !== undefined));
}

function isWebAddress(value: unknown): boolean {
  try {
    return typeof value === "string" && /^https?:\/\/\S+$/i.test(value) && new URL(value).host !== "";
  } catch {
    return false;
  }
}
