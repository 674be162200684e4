import { wholeNumber } from "../options.ts";
import type { TxnLife } from "./controls.ts";
import type { TxnInvoiceResource } from "./resources.ts";
import type { Outbox, WebhookDelivery } from "./webhooks/outbox.ts";

/** What can be seen of Txn's emulation, and done to it. */
export interface SandboxTxn {
  /** Oldest first, as they are at the sandbox's time. */
  readonly invoices: readonly TxnInvoiceResource[];
  /** Adds pending invoices (1) that are newer than all others. */
  insert(count?: number): void;
  /**
   * A payment for an invoice is seen on the chain: it is `processing`, and `completed` 6 minutes later by the sandbox's clock.
   * All of these change it at once; their promises resolve when the webhooks have been sent.
   *
   * @param payment `amount`: decimal text in the charged currency, what was charged unless given: less or more makes it
   *   `underpaid` or `overpaid`, and further payments add up. `late`: whether it counts as late; by `expiresAt` unless given.
   * @throws RangeError for an unknown invoice, or where its status does not allow it; so do all of these.
   * @example
   * await sandbox.txn.pay(invoice.id, { amount: "20.5" });
   * await sandbox.advance(6 * 60_000); // completed, underpaid
   */
  pay(id: string, payment?: { amount?: string | undefined; late?: boolean | undefined }): Promise<void>;
  /** The payment is confirmed, or compliance lets it go: `completed` at once. */
  complete(id: string): Promise<void>;
  /** Compliance holds it: `on_hold`, until it is completed, refunded or rejected. */
  hold(id: string): Promise<void>;
  /** Compliance rejects it: `rejected`, by way of `on_hold`. */
  reject(id: string): Promise<void>;
  /** The payment goes back instead of being credited: `cancelled`, with a payment link in `refundLinks`. */
  refund(id: string): Promise<void>;
  webhooks: {
    /** What was sent, oldest first: each attempt by itself; the last 10,000. */
    readonly deliveries: readonly WebhookDelivery[];
    /** What they are signed with. */
    readonly secret: string;
    /** Lets webhooks wait. */
    pause(): void;
    /** Sends those that waited: `as_happened`, or `reversed`, the latest first. */
    resume(order?: "as_happened" | "reversed"): Promise<void>;
    /** Sends one again, under the same `svix-id`. Throws RangeError for an id that was never sent. */
    resend(id: string): Promise<void>;
    /** Resolves when all that are due have been sent. */
    sent(): Promise<void>;
  };
}

/** What the handles act on. */
interface Parts {
  invoices(): readonly TxnInvoiceResource[];
  insert(count: number): void;
  life: TxnLife;
  outbox: Outbox;
}

/** The handles of an emulated Txn. */
export function sandboxTxn({ invoices, insert, life, outbox }: Parts): SandboxTxn {
  const doing = (deed: () => void) => {
    deed();
    return outbox.flush();
  };
  return {
    get invoices() {
      return invoices();
    },
    insert: (count = 1) => insert(wholeNumber(count)),
    pay: (id, payment) => doing(() => life.pay(id, payment)),
    complete: (id) => doing(() => life.complete(id)),
    hold: (id) => doing(() => life.hold(id)),
    reject: (id) => doing(() => life.reject(id)),
    refund: (id) => doing(() => life.refund(id)),
    webhooks: {
      deliveries: outbox.deliveries,
      secret: outbox.secret,
      pause: () => outbox.pause(),
      resume: (order = "as_happened") => outbox.resume(order),
      resend: (id) => outbox.resend(id),
      sent: () => outbox.flush(),
    },
  };
}
