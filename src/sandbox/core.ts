import { type Fault, type FaultKind, FaultQueue } from "./faults.ts";
import type { Api, ApiRequest, Reply, Target } from "./messages.ts";
import { mutate } from "./mutations.ts";
import { randomStream } from "./random.ts";
import type { ReflexApi } from "./reflex/api.ts";
import { timerMs } from "./timers.ts";
import type { TxnApi } from "./txn/api.ts";

/** The largest request body that is read, in bytes: a limit of the sandbox's own. */
export const MAX_BODY_BYTES = 1024 * 1024;

const MAX_LOGGED = 10_000;

/** One request that was served. */
export interface ServedRequest {
  api: "reflex" | "txn";
  /** The client's name for it: `getInvoices`, `pushInvoice`, `ping`, `listInvoices`, `readInvoice`, `createInvoice`, ... or "unknown". */
  operation: string;
  /** When it arrived, in ms since 1970, by the real clock. */
  at: number;
  /** The answer's HTTP status; 0 where there was none. */
  status: number;
}

/** How an answer is to travel. */
export type Delivery =
  | { kind: "whole"; reply: Reply }
  /** The second half after `ms`, or never. */
  | { kind: "stalled"; reply: Reply; ms: number | undefined }
  | { kind: "reset" };

/** A request on its way in; `body` null where it was larger than `MAX_BODY_BYTES`. */
export type IncomingRequest = Omit<ApiRequest, "body"> & { body: string | null };

/** Both APIs behind one door: finds out which is meant, logs, and lets faults strike. */
export class Core {
  readonly faults = new FaultQueue();
  readonly requests: ServedRequest[] = [];
  readonly #apis: { reflex: ReflexApi; txn: TxnApi };
  readonly #onRequest: ((request: ServedRequest) => void) | undefined;
  readonly #requestIds: (index: number) => { uuid(): string };
  #count = 0;

  constructor(seed: number, apis: { reflex: ReflexApi; txn: TxnApi }, onRequest?: (request: ServedRequest) => void) {
    this.#apis = apis;
    this.#onRequest = onRequest;
    this.#requestIds = randomStream(seed, "request");
  }

  /** @throws the signal's reason, when it is aborted during a latency. */
  async serve(request: IncomingRequest, signal: AbortSignal): Promise<Delivery> {
    const api = /^\/(api|sandbox)\//.test(request.path) ? "txn" : "reflex";
    const served: ServedRequest = { api, operation: "unknown", at: Date.now(), status: 0 };
    try {
      const delivery = await this.#answer(request, served, signal);
      if (delivery.kind === "reset") return delivery;
      served.status = delivery.reply.status;
      // Both servers' frameworks send one; errors of the client show it.
      const headers = { ...delivery.reply.headers, "x-request-id": this.#requestIds(this.#count++).uuid() };
      return { ...delivery, reply: { ...delivery.reply, headers } };
    } finally {
      if (this.requests.length >= MAX_LOGGED) this.requests.shift();
      this.requests.push(served);
      this.#onRequest?.(served);
    }
  }

  async #answer(request: IncomingRequest, served: ServedRequest, signal: AbortSignal): Promise<Delivery> {
    const api = this.#apis[served.api];
    try {
      if (request.body === null) return whole(api.refuse(413, "request entity too large"));
      const readable = { ...request, body: request.body };
      served.operation = api.operation(readable);
      const struck = this.faults.take(served);
      for (const fault of struck) {
        if (fault.kind === "latency") await sleep(fault.ms ?? 1000, signal);
        if (fault.kind === "insert_before") api.insert(fault.count);
      }
      const fault = struck.find(({ kind }) => kind !== "latency" && kind !== "insert_before");
      return fault === undefined ? whole(api.serve(readable)) : this.#fail(fault, served, api, readable);
    } catch (error) {
      if (signal.aborted) throw error;
      // A request that trips the sandbox itself, a document nested without end say, must not end it.
      return whole(api.refuse(500, "Internal server error"));
    }
  }

  #fail(fault: Fault, target: Target, api: Api, request: ApiRequest): Delivery {
    const replaced = this.#replacement(fault, api);
    if (replaced !== undefined) return whole(replaced);
    if (fault.kind === "reset_before") return { kind: "reset" };
    const reply = api.serve(request);
    if (fault.kind === "reset_after") return { kind: "reset" };
    if (fault.kind === "stall_body") return { kind: "stalled", reply, ms: fault.ms };
    if (fault.kind === "truncate_body") return whole({ ...reply, body: firstHalf(reply.body) });
    return whole(mutate(reply, fault.kind, target.api));
  }

  /** An answer that stands in for the API's own. */
  #replacement({ kind, retryAfter }: Fault, api: Api): Reply | undefined {
    const wait = retryAfter === undefined ? undefined : String(retryAfter);
    const replies: Partial<Record<FaultKind, () => Reply>> = {
      rate_limit: () => withHeader(api.refuse(429, "Too many requests"), "retry-after", wait),
      // NestJS names the header after the limiter: the authors' sister server calls its own "short".
      throttled_200: () => withHeader(this.#apis.reflex.throttle(), "retry-after-short", wait),
      html_502: () => ({ status: 502, headers: { "content-type": "text/html" }, body: BAD_GATEWAY }),
      empty_500: () => ({ status: 500, headers: {}, body: "" }),
    };
    return replies[kind]?.();
  }
}

/** The part of a body that a stalled or truncated answer begins with. */
export function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

const BAD_GATEWAY =
  "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n";

function whole(reply: Reply): Delivery {
  return { kind: "whole", reply };
}

function withHeader(reply: Reply, name: string, value: string | undefined): Reply {
  return value === undefined ? reply : { ...reply, headers: { ...reply.headers, [name]: value } };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, timerMs(ms));
    signal.addEventListener("abort", stop, { once: true });
  });
}
