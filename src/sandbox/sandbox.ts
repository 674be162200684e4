import { Clock } from "./clock.ts";
import { Core, type ServedRequest } from "./core.ts";
import type { Fault } from "./faults.ts";
import { completeGuesses } from "./guesses.ts";
import { fetchInProcess } from "./in-process.ts";
import { knownOptions, wholeNumber } from "./options.ts";
import { createReflexApi } from "./reflex/api.ts";
import { type ReflexGuesses, reflexChoices } from "./reflex/guesses.ts";
import type { ReflexInvoice } from "./reflex/invoice.ts";
import { listen, type RunningSandbox } from "./server.ts";
import { createTxnApi } from "./txn/api.ts";
import { type TxnGuesses, txnChoices } from "./txn/guesses.ts";
import type { SandboxTxn } from "./txn/sandbox-txn.ts";
import type { WebhookOptions } from "./txn/webhooks/create.ts";

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /** The same seed, the same data. Default 1. */
  seed?: number | undefined;
  /** Where the sandbox's clock stands: seeded invoices lie before it. Default 2026-01-01T00:00:00Z. */
  now?: Date | undefined;
  reflex?: SandboxReflexOptions | undefined;
  txn?: SandboxTxnOptions | undefined;
  /** Called after each request: what `unvoice-sandbox` logs with. */
  onRequest?: ((request: ServedRequest) => void) | undefined;
}

/** Options of the emulated Reflex. */
export interface SandboxReflexOptions {
  /** How many invoices there are at the start. Default 200. */
  invoices?: number | undefined;
  /** Default "sandbox-reflex-key". */
  apiKey?: string | undefined;
  guesses?: Partial<ReflexGuesses> | undefined;
}

/** Options of the emulated Txn. */
export interface SandboxTxnOptions {
  /** How many invoices there are at the start. Default 200. */
  invoices?: number | undefined;
  /** Default "sandbox-txn-key". */
  apiKey?: string | undefined;
  /** A key that may read and no more. Default "sandbox-txn-read-key". */
  readOnlyApiKey?: string | undefined;
  /** Sends webhooks, signed, at each change of an invoice. */
  webhook?: WebhookOptions | undefined;
  guesses?: Partial<TxnGuesses> | undefined;
}

/** What `createClient` takes to reach a sandbox in process. */
export interface SandboxClientOptions {
  /** Answers in process. */
  fetch: typeof fetch;
  /** The sandbox's keys are no secret. */
  dangerouslyAllowBrowser: true;
  reflex: { url: string; apiKey: string };
  txn: { baseUrl: string; apiKey: string };
}

/** Both APIs, emulated, with a memory of their own. */
export interface Sandbox {
  /** Serves one request, for any host: `POST /graphql` and `/api/public/v1/*`. Takes what `fetch` takes. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** Serves over HTTP; on a free loopback port unless told otherwise. */
  listen(options?: { port?: number; host?: string }): Promise<RunningSandbox>;
  /** For `createClient`: addresses and keys of this sandbox, in process. */
  clientOptions(): SandboxClientOptions;
  reflex: {
    /** Oldest first. */
    readonly invoices: readonly ReflexInvoice[];
    /** Adds seeded invoices (1) that are newer than all others. */
    insert(count?: number): void;
  };
  txn: SandboxTxn;
  faults: {
    /** Has a fault strike the next requests that it fits; throws TypeError or RangeError for one that is none. */
    add(fault: Fault): void;
    /** Forgets the faults that are still to come. */
    clear(): void;
  };
  /** What was asked for, oldest first; the last 10,000. */
  readonly requests: readonly ServedRequest[];
  /**
   * Moves the sandbox's clock, by ms: Txn's seeded invoices are paid, all others expire, are completed and cancelled as time
   * passes. All has changed at once; the promise resolves when the webhooks of it, repetitions too, have been sent.
   */
  advance(ms: number): Promise<void>;
}

/**
 * Creates both APIs, seeded. The same options give the same data, byte for byte; only an invoice that is pushed takes its
 * `created_at` from the real clock, since clients look for theirs by real time.
 *
 * @throws RangeError for a seed, date or number of invoices that is none; TypeError for an option or a guess that does not
 *   exist, or has no such value.
 * @example
 * const sandbox = createSandbox({ reflex: { invoices: 1000 } });
 * const client = createClient(sandbox.clientOptions());
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed, now, reflex, txn, onRequest } = readOptions(options);
  const clock = new Clock(now);
  const reflexApi = createReflexApi({ seed, clock, ...reflex });
  const txnApi = createTxnApi({ seed, clock, ...txn });
  const core = new Core(seed, { reflex: reflexApi, txn: txnApi }, onRequest);
  const fetch: Sandbox["fetch"] = async (input, init) => fetchInProcess(core, new Request(input, init));
  return {
    fetch,
    listen: (where) => listen(core, where),
    clientOptions: () => ({
      fetch,
      dangerouslyAllowBrowser: true,
      // Reserved names (RFC 2606): nothing can answer should a request slip past `fetch`.
      reflex: { url: "https://reflex.sandbox.invalid/graphql", apiKey: reflex.apiKey },
      txn: { baseUrl: "https://txn.sandbox.invalid", apiKey: txn.apiKeys.full },
    }),
    reflex: {
      get invoices() {
        return reflexApi.invoices();
      },
      insert: (count = 1) => reflexApi.insert(wholeNumber(count)),
    },
    txn: txnApi.handles,
    faults: { add: (fault) => core.faults.add(fault), clear: () => core.faults.clear() },
    requests: core.requests,
    advance: txnApi.advance,
  };
}

function readOptions(options: SandboxOptions) {
  const own = knownOptions("createSandbox", options, {
    seed: true,
    now: true,
    reflex: true,
    txn: true,
    onRequest: true,
  });
  const seed = own.seed ?? 1;
  if (!Number.isSafeInteger(seed)) throw new RangeError("sandbox: `seed` must be a whole number");
  const reflex = knownOptions("reflex", own.reflex, { invoices: true, apiKey: true, guesses: true });
  const txn = knownOptions("txn", own.txn, {
    ...{ invoices: true, apiKey: true, readOnlyApiKey: true, webhook: true, guesses: true },
  });
  return {
    seed,
    now: own.now ?? new Date("2026-01-01T00:00:00Z"),
    onRequest: own.onRequest ?? undefined,
    reflex: {
      apiKey: reflex.apiKey ?? "sandbox-reflex-key",
      invoices: wholeNumber(reflex.invoices ?? 200),
      guesses: completeGuesses("reflex.guesses", reflex.guesses, reflexChoices),
    },
    txn: {
      apiKeys: { full: txn.apiKey ?? "sandbox-txn-key", readOnly: txn.readOnlyApiKey ?? "sandbox-txn-read-key" },
      invoices: wholeNumber(txn.invoices ?? 200),
      webhook: txn.webhook ?? undefined,
      guesses: completeGuesses("txn.guesses", txn.guesses, txnChoices),
    },
  };
}
