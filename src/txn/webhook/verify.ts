import { anyValue, fieldIssues, type Rule } from "../../input/rules.ts";
import { throwIfInvalid } from "../../input/throw-if-invalid.ts";
import { txnInvoiceSchema } from "../schemas.ts";
import type { TxnInvoice } from "../types.ts";
import { WebhookVerificationError } from "./error.ts";
import { isSigned } from "./signature.ts";

/** The headers of a request: a `Headers`, Node's `request.headers`, or any object of names, in whatever case, and values. */
export type WebhookHeaders =
  | {
      /** A header by its name, whatever its case. */
      get(name: string): string | null;
    }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** A webhook as it arrived, and what to verify it with. */
export interface Webhook {
  /** The raw body. A parsed one cannot be verified. */
  payload: string | Uint8Array;
  headers: WebhookHeaders;
  /** The endpoint's secret (`whsec_...`); several while it is being renewed. */
  secret: string | readonly string[];
  /** How far the webhook's time may be from this machine's, either way, in milliseconds. Default 300,000. */
  toleranceMs?: number | null | undefined;
}

/** A webhook that was verified. */
export interface VerifiedWebhook {
  /** The delivery's id: the same each time that it is repeated. */
  id: string;
  /** When it was sent. */
  timestamp: Date;
  /**
   * The invoice as it stood then. Deliveries may come late and out of order: before you act on it, read it anew
   * (`getInvoice`).
   */
  invoice: TxnInvoice;
}

const TOLERANCE_MS = 300_000;

const rules = {
  payload: anyValue,
  headers: anyValue,
  secret: anyValue,
  toleranceMs: [(value) => typeof value === "number" && value >= 0, "must be a number of milliseconds from 0"],
} satisfies Record<keyof Webhook, Rule>;

/**
 * Verifies that a webhook comes from Txn, and reads the invoice that it is about.
 *
 * @param webhook The raw body, the headers, the endpoint's secret, and how old it may be in milliseconds.
 * @throws WebhookVerificationError (as the rejection) whose `code` says why it is not to be acted on; InputError for a field
 * that is not known.
 * @see docs/webhooks.md
 * @example
 * const { id, invoice } = await verifyWebhook({ payload: await request.text(), headers: request.headers, secret });
 * const current = await txn.getInvoice(invoice.id);
 */
export async function verifyWebhook(webhook: Webhook): Promise<VerifiedWebhook> {
  throwIfInvalid(fieldIssues(webhook, rules), "txn", "verifyWebhook");
  const { payload, headers, secret, toleranceMs } = webhook ?? {};
  if (typeof payload !== "string" && !isBytes(payload)) throw new WebhookVerificationError("raw_body_required");
  const { id, timestamp, signature } = readHeaders(headers);
  const secrets = typeof secret === "string" ? [secret] : [...(secret ?? [])];
  if (secrets.length === 0) throw new WebhookVerificationError("bad_secret");

  const encoder = new TextEncoder();
  const body = typeof payload === "string" ? encoder.encode(payload) : payload;
  const head = encoder.encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const isTime = /^\d{1,15}$/.test(timestamp);
  if (!(await isSigned(signed, signature, secrets)) || !isTime) throw new WebhookVerificationError("bad_signature");

  const sentMs = Number(timestamp) * 1000;
  const ageMs = Date.now() - sentMs;
  const tolerated = toleranceMs ?? TOLERANCE_MS;
  if (Math.abs(ageMs) > tolerated) throw new WebhookVerificationError(ageMs > 0 ? "too_old" : "too_new");
  return { id, timestamp: new Date(sentMs), invoice: readInvoice(body) };
}

function readInvoice(body: Uint8Array): TxnInvoice {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Genuine, and no JSON: no invoice either.
  }
  const result = txnInvoiceSchema["~standard"].validate(document);
  if (result.issues) throw new WebhookVerificationError("not_an_invoice");
  return result.value;
}

/** Bytes of another realm too, which no `instanceof` knows. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && "BYTES_PER_ELEMENT" in value && value.BYTES_PER_ELEMENT === 1;
}

/** Svix's own names, or those of the standard that came of them. */
function readHeaders(headers: WebhookHeaders | null | undefined): { id: string; timestamp: string; signature: string } {
  for (const prefix of ["svix", "webhook"]) {
    const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((part) =>
      headerOf(headers, `${prefix}-${part}`),
    );
    if (id && timestamp && signature) return { id, timestamp, signature };
  }
  throw new WebhookVerificationError("missing_header");
}

function headerOf(headers: WebhookHeaders | null | undefined, name: string): string | null {
  if (typeof headers?.get === "function") return headers.get(name);
  const [, value] = Object.entries(headers ?? {}).find(([given]) => given.toLowerCase() === name) ?? [];
  return Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : null;
}
