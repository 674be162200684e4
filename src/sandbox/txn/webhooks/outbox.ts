import type { Clock } from "../../clock.ts";
import type { Random } from "../../random.ts";
import type { Deliver } from "./receiver.ts";
import { sign } from "./secret.ts";

/** One attempt to deliver a webhook. */
export interface WebhookDelivery {
  /** `svix-id`: the same for all attempts at one event. */
  id: string;
  /** The invoice that it tells of, and the status it had. */
  invoiceId: string;
  status: string;
  /** Counts from 1. */
  attempt: number;
  /** When it was sent, in ms since 1970, by the sandbox's clock. */
  at: number;
  /** The receiver's HTTP status; 0 where it gave no answer. Any 2xx is a success. */
  httpStatus: number;
}

/** Something to tell, as it was when it happened. */
export interface WebhookEvent {
  /** Milliseconds since 1970, by the sandbox's clock. */
  atMs: number;
  invoiceId: string;
  status: string;
  body: string;
}

/** Documented: at once, and after each failure so many seconds later; after the last it is given up. */
const RETRY_AFTER_S = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];

const MAX_LOGGED = 10_000;

interface Pending {
  id: string;
  event: WebhookEvent;
  attempt: number;
  dueMs: number;
}

/** Webhooks on their way: sent when they are due by the sandbox's clock, one after the other, and again where they failed. */
export class Outbox {
  readonly deliveries: WebhookDelivery[] = [];
  readonly secret: string;
  readonly #clock: Clock;
  readonly #key: Uint8Array;
  readonly #deliver: Deliver;
  readonly #ids: (index: number) => Random;
  #pending: Pending[] = [];
  readonly #sent = new Map<string, WebhookEvent>();
  #count = 0;
  #paused = false;
  #sending: Promise<void> | undefined;

  constructor(
    clock: Clock,
    { secret, key }: { secret: string; key: Uint8Array },
    deliver: Deliver,
    ids: (index: number) => Random,
  ) {
    this.secret = secret;
    this.#clock = clock;
    this.#key = key;
    this.#deliver = deliver;
    this.#ids = ids;
  }

  /** Puts an event in its place; `flush` sends it. */
  add(event: WebhookEvent): void {
    const id = `msg_${this.#ids(this.#count++).text(ALPHANUMERIC, 27)}`;
    this.#pending.push({ id, event, attempt: 1, dueMs: event.atMs });
  }

  /** Lets everything wait. */
  pause(): void {
    this.#paused = true;
  }

  /** Sends what waited: as it happened, or the latest first. */
  resume(order: "as_happened" | "reversed"): Promise<void> {
    this.#paused = false;
    if (order === "reversed") this.#pending.reverse();
    // What is due counts as due now, or the clock would bring the reversed ones back into their order.
    for (const pending of this.#pending) pending.dueMs = Math.max(pending.dueMs, this.#clock.nowMs);
    return this.flush();
  }

  /** Sends an event of the past once more: at least once is what webhooks promise. */
  resend(id: string): Promise<void> {
    const event = this.#sent.get(id);
    if (event === undefined) throw new RangeError("sandbox: no webhook of this id was sent");
    this.#pending.push({ id, event, attempt: 1, dueMs: this.#clock.nowMs });
    return this.flush();
  }

  /** Sends all that is due. Resolves when nothing more is. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendDue();
    return this.#sending;
  }

  async #sendDue(): Promise<void> {
    // First the caller goes on: what it changes in the same breath belongs to this round.
    await undefined;
    for (let next = this.#takeDue(); next !== undefined; next = this.#takeDue()) await this.#send(next);
    this.#sending = undefined;
  }

  #takeDue(): Pending | undefined {
    if (this.#paused) return undefined;
    let first: Pending | undefined;
    for (const pending of this.#pending) if (pending.dueMs < (first?.dueMs ?? Infinity)) first = pending;
    if (first === undefined || first.dueMs > this.#clock.nowMs) return undefined;
    this.#pending.splice(this.#pending.indexOf(first), 1);
    return first;
  }

  async #send({ id, event, attempt, dueMs }: Pending): Promise<void> {
    // The receiver holds the time against its own clock, whatever time the sandbox shows.
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(timestamp),
      "svix-signature": sign(this.#key, id, timestamp, event.body),
    };
    const httpStatus = await this.#deliver(headers, event.body);
    this.#log({ id, invoiceId: event.invoiceId, status: event.status, attempt, at: dueMs, httpStatus }, event);
    const waitS = RETRY_AFTER_S[attempt - 1];
    const failed = httpStatus < 200 || httpStatus > 299;
    if (failed && waitS !== undefined) {
      this.#pending.push({ id, event, attempt: attempt + 1, dueMs: dueMs + 1000 * waitS });
    }
  }

  #log(delivery: WebhookDelivery, event: WebhookEvent): void {
    if (this.deliveries.length >= MAX_LOGGED) {
      const oldest = this.deliveries.shift();
      if (oldest !== undefined) this.#sent.delete(oldest.id);
    }
    this.deliveries.push(delivery);
    this.#sent.set(delivery.id, event);
  }
}

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
