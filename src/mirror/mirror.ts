import { InputError } from "../errors/errors.ts";
import { count, fieldIssues } from "../input/rules.ts";
import type { Invoice, PushedInvoice } from "../reflex/types.ts";
import type { InvoiceSource, UnifiedInvoice } from "../stream/types.ts";
import type { TxnInvoice } from "../txn/types.ts";
import { type AuditReport, audit } from "./audit.ts";
import type { Connection, Database } from "./database/database.ts";
import { setUp } from "./database/setup.ts";
import { closed } from "./errors.ts";
import { checkOptions, type MirrorOptions, open, selectionOf, sourcesOf, throwIfAny } from "./options.ts";
import { type MirrorQuery, readInvoices } from "./read.ts";
import { storeChecks } from "./store/reflex.ts";
import { type Context, clockOf, emptyReport, iso, save } from "./sync/context.ts";
import { fill } from "./sync/fill.ts";
import { knownUntil, openParts, planWhole } from "./sync/plan.ts";
import type { SyncReport } from "./sync/report.ts";
import { sync } from "./sync/sync.ts";
import type { MirrorPart, SyncProgress } from "./types.ts";

/** What a sync takes. */
export interface SyncOptions {
  /** Stops it: what was stored stays, and the next sync goes on there. */
  signal?: AbortSignal | undefined;
  /** Called after each page. */
  onProgress?: ((progress: SyncProgress) => void) | undefined;
  /** Default: both. */
  sources?: readonly InvoiceSource[] | undefined;
}

/** What planning a first reading takes. */
export interface PlanOptions extends Omit<SyncOptions, "onProgress"> {
  /** Invoices that a part should hold. Default 1,000. */
  partSize?: number | undefined;
}

/**
 * What may tell the mirror of an invoice: a webhook of Txn (as `verifyWebhook` gives it), or what `pushInvoice` answered.
 */
export type Delivery = { invoice: Pick<TxnInvoice, "id" | "type"> } | Pick<PushedInvoice, "invoice" | "checks">;

/** The invoices of both APIs in a database of one's own. */
export interface Mirror extends AsyncDisposable {
  /**
   * Brings the mirror to what the server has: the first time everything, afterwards what is new, and every invoice of Txn
   * that is not final. Stopped or killed at any moment, it goes on at the page where it was.
   *
   * @throws (as the rejection) MirrorBusyError where another sync of this mirror is at work, MirrorError, what the client
   * throws: then everything else is stored.
   * @see docs/mirror.md
   * @example console.log(String(await mirror.sync()));
   */
  sync(options?: SyncOptions): Promise<SyncReport>;
  /**
   * Reads everything and names every difference: missing, extra, changed. It changes nothing. Sync first: what has
   * changed since is a difference, too.
   *
   * @throws as {@link Mirror.sync}
   * @example for (const { source, id, kind } of (await mirror.audit()).differences) console.error(source, id, kind);
   */
  audit(options?: Omit<SyncOptions, "onProgress">): Promise<AuditReport>;
  /**
   * Takes a webhook of Txn as the sign to read its invoice anew, and stores that, unless what is stored was read later. Of
   * what `pushInvoice` answered, it keeps the checks: no list tells them again.
   *
   * @returns what was read; `null` for a push
   * @throws (as the rejection) NotFoundError where the server does not know the invoice, what else the client throws.
   * @example await mirror.apply(await verifyWebhook({ payload, headers, secret }));
   */
  apply(delivery: Delivery, options?: { signal?: AbortSignal | undefined }): Promise<TxnInvoice | null>;
  /**
   * The mirror's invoices as the stream gives them, one after the other, in order of creation.
   *
   * @param query newest first, and all of them, unless it says otherwise
   * @throws InputError at once for a wrong query
   * @example for await (const invoice of mirror.invoices({ from: "2026-01-01", limit: 100 })) console.log(invoice.id);
   */
  invoices(query?: MirrorQuery): AsyncIterable<UnifiedInvoice>;
  /**
   * For a first reading by several machines: plans it, unless that is done, and gives the parts that are still to be read.
   * A later `sync` goes on with what they have left.
   *
   * @example await queue.addBulk((await mirror.plan()).map((part) => ({ name: "fill", data: part })));
   */
  plan(options?: PlanOptions): Promise<MirrorPart[]>;
  /**
   * Reads one part of {@link Mirror.plan} on this machine, from where whoever read it before was. It takes no lock.
   *
   * @returns how many invoices were read
   * @example new Worker("fill", (job) => mirror.fill(job.data));
   */
  fill(part: MirrorPart, options?: Pick<SyncOptions, "signal" | "onProgress">): Promise<number>;
  /** Stops what is under way and lets the database go. A pool is left open: it is its owner's. */
  close(): Promise<void>;
}

/**
 * Makes a mirror of both APIs' invoices in a SQLite file (`node:sqlite`, Node 22.13 or later) or in Postgres. The
 * database is opened, and set up where it is new, by the first call.
 *
 * @throws ConfigError for a wrong option. The first call rejects with MirrorError where the database cannot be used.
 * @see docs/mirror.md
 * @example
 * await using mirror = createMirror({ client: createClient(), database: "invoices.db" });
 * console.log(String(await mirror.sync()));
 */
export function createMirror(options: MirrorOptions): Mirror {
  checkOptions(options);
  const { client } = options;
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  let ready: Promise<Database> | null = null;

  function database(): Promise<Database> {
    if (closing.signal.aborted) return Promise.reject(closed());
    ready ??= start();
    return ready;
  }

  async function start(): Promise<Database> {
    let opened: Database | undefined;
    try {
      opened = open(options);
      await setUp(opened);
      await opened.tune();
      return opened;
    } catch (error) {
      // The next call may find it mended.
      ready = null;
      await opened?.close();
      throw error;
    }
  }

  /** Runs a task that `close` stops and waits for. */
  async function run<T>(signal: AbortSignal | undefined, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const work = task(stop);
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  async function contextOf(connection: Connection, signal: AbortSignal, more: Partial<Context> = {}): Promise<Context> {
    const { dialect } = await database();
    const now = await clockOf(connection, dialect);
    return { client, connection, dialect, signal, now, report: emptyReport(), ...more };
  }

  const mirror: Mirror = {
    sync: ({ signal, onProgress, sources } = {}) =>
      run(signal, async (stop) => {
        const which = sourcesOf(sources, "sync");
        const { useLocked, dialect } = await database();
        return useLocked((connection) =>
          sync({ client, connection, dialect, sources: which, signal: stop, onProgress }),
        );
      }),
    audit: ({ signal, sources } = {}) =>
      run(signal, async (stop) => {
        const which = sourcesOf(sources, "audit");
        const { useLocked, dialect } = await database();
        return useLocked((connection) => audit({ client, connection, dialect, sources: which, signal: stop }));
      }),
    apply: (delivery, { signal } = {}) =>
      run(signal, async (stop) => {
        const { use } = await database();
        return use(async (connection) => apply(await contextOf(connection, stop), delivery));
      }),
    invoices(query = {}) {
      const selection = selectionOf(query);
      return {
        async *[Symbol.asyncIterator]() {
          yield* readInvoices(await database(), selection);
        },
      };
    },
    plan: ({ signal, sources, partSize } = {}) =>
      run(signal, async (stop) => {
        const which = sourcesOf(sources, "plan");
        throwIfAny(fieldIssues({ partSize }, { partSize: count(1) }), "plan");
        const { useLocked } = await database();
        return useLocked(async (connection) => {
          const context = await contextOf(connection, stop);
          const parts: MirrorPart[] = [];
          for (const source of which) {
            if ((await knownUntil(context, source)) === null && (await openParts(context, source)).length === 0) {
              await planWhole(context, source, partSize);
            }
            parts.push(...(await openParts(context, source)));
          }
          return parts;
        });
      }),
    fill: (part, { signal, onProgress } = {}) =>
      run(signal, async (stop) => {
        if (!Number.isSafeInteger(part?.id)) {
          throw new InputError([{ path: "part.id", message: "must be a part of mirror.plan()" }], {
            operation: "fill",
          });
        }
        const { use } = await database();
        return use(async (connection) => {
          const context = await contextOf(connection, stop, { onProgress });
          await fill(context, part);
          return context.report.read;
        });
      }),
    async close() {
      if (!closing.signal.aborted) closing.abort(closed());
      await Promise.allSettled(running);
      await (await ready?.catch(() => null))?.close();
    },
    [Symbol.asyncDispose]: () => mirror.close(),
  };
  return mirror;
}

async function apply(context: Context, delivery: Delivery): Promise<TxnInvoice | null> {
  const { client, connection, dialect, signal, now } = context;
  const invoice = (delivery as { invoice?: Partial<TxnInvoice & Invoice> } | null | undefined)?.invoice;
  if (typeof invoice?.payment_hash === "string") {
    const { checks } = delivery as PushedInvoice;
    await connection.transaction((queries) =>
      storeChecks(queries, dialect, { invoice: invoice as Invoice, checks }, iso(now())),
    );
    return null;
  }
  if (typeof invoice?.id !== "string") {
    const message = "must be an invoice: what verifyWebhook or pushInvoice gave";
    throw new InputError([{ path: "delivery.invoice", message }], { operation: "apply" });
  }
  const readAt = now();
  const read = await client.txn.getInvoice(invoice.id, { signal });
  await connection.transaction((queries) => save(queries, context, "txn", [read], readAt));
  return read;
}
