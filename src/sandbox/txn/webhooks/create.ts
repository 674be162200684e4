import type { Clock } from "../../clock.ts";
import { randomStream } from "../../random.ts";
import { Outbox } from "./outbox.ts";
import { createDelivery, type WebhookReceiver } from "./receiver.ts";
import { DEFAULT_WEBHOOK_SECRET, keyOf } from "./secret.ts";

/** Where Txn's webhooks go, and what they are signed with. */
export interface WebhookOptions {
  /** A URL, or a function that takes what `fetch` takes, such as a Hono app's `fetch`; no answer counts as a success. */
  to: WebhookReceiver;
  /** `whsec_` and base64 behind it. Default: `sandbox.txn.webhooks.secret`. */
  secret?: string | undefined;
}

/**
 * The outbox of one sandbox.
 *
 * @throws TypeError for a receiver or a secret that is none.
 */
export function createOutbox(seed: number, clock: Clock, options: WebhookOptions | undefined): Outbox {
  const secret = options?.secret ?? DEFAULT_WEBHOOK_SECRET;
  const deliver = createDelivery(options?.to ?? (() => undefined));
  return new Outbox(clock, { secret, key: keyOf(secret) }, deliver, randomStream(seed, "txn.webhook"));
}
