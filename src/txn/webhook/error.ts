import { brandClasses } from "../../errors/brand.ts";
import { UnvoiceError } from "../../errors/errors.ts";

/** Why a webhook was not accepted. `not_an_invoice` alone is no forgery: Txn sends webhooks of other things too. */
export type WebhookErrorCode = keyof typeof messages;

const messages = {
  raw_body_required:
    "Give the raw body, as it came: text or bytes. A parsed body cannot be verified, since the signature is over its very bytes.",
  missing_header: "A header is missing: svix-id, svix-timestamp and svix-signature (or webhook-*) are needed.",
  bad_secret: "A secret is missing or none: it is the text that begins with whsec_, base64 behind it.",
  bad_signature: "No signature fits the body: it was changed on its way, it is of another endpoint, or it is forged.",
  too_old: "The webhook is genuine and too old: it may be a repetition by someone who recorded it.",
  too_new: "The webhook is genuine and from the future: compare the clocks.",
  not_an_invoice: "The webhook is genuine, and of no invoice.",
};

/**
 * A webhook that is not to be acted on; `code` says why.
 *
 * @example
 * catch (error) { if (error instanceof WebhookVerificationError) return new Response(error.code, { status: 400 }); }
 */
export class WebhookVerificationError extends UnvoiceError {
  declare readonly code: WebhookErrorCode;
  constructor(code: WebhookErrorCode) {
    super(messages[code], { api: "txn", operation: "verifyWebhook" }, code);
  }
}

brandClasses({ WebhookVerificationError });
