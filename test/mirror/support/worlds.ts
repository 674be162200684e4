import { createClient } from "unvoice";
import type { MirrorClient } from "unvoice/mirror";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import type { Place } from "./databases.ts";

/** A sandbox and a client of it that does not wait between attempts for long. */
export interface World {
  sandbox: Sandbox;
  client: MirrorClient;
}

type Options = Parameters<typeof createSandbox>[0];

/** @param fetch what stands before the sandbox; by default nothing */
export function createWorld(options: Options = {}, fetch?: (sandbox: Sandbox) => typeof globalThis.fetch): World {
  const sandbox = createSandbox({ reflex: { invoices: 70 }, txn: { invoices: 70 }, ...options });
  const client = createClient({ ...sandbox.clientOptions(), ...(fetch && { fetch: fetch(sandbox) }) });
  return { sandbox, client };
}

/** What the mirror keeps of each invoice: its id, and the fields of it that the server tells. */
export async function mirrored(place: Place): Promise<Record<string, unknown>[]> {
  const rows = await place.query("select source, id, cast(raw as text) as raw from invoices");
  return rows.map(({ source, raw }) => ({ source, ...JSON.parse(String(raw)) })).toSorted(byId);
}

/** What the sandbox's own stores hold, in the same form. */
export function served(sandbox: Sandbox): Record<string, unknown>[] {
  const txn = sandbox.txn.invoices.map(({ id, attributes }) => ({ source: "txn", id, ...attributes }));
  const reflex = sandbox.reflex.invoices.map(
    ({ id, created_at, payment_hash, payment_request, description, tags }) => ({
      ...{ source: "reflex", id, created_at, payment_hash, payment_request, description, tags },
    }),
  );
  return [...txn, ...reflex].toSorted(byId);
}

/** Requests that the sandbox served while `work` ran. */
export async function requestsOf(sandbox: Sandbox, work: () => Promise<unknown>): Promise<number> {
  const before = sandbox.requests.length;
  await work();
  return sandbox.requests.length - before;
}

function byId(a: Record<string, unknown>, b: Record<string, unknown>): number {
  return String(a.id) < String(b.id) ? -1 : 1;
}
