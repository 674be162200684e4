import type { DecodedInvoice, InvoiceChecks } from "../index.ts";

/** What the checks of an invoice mean for paying it. */
export interface Verdict {
  answer: "nothing found" | "refuse" | "not decided";
  /** Why, in words: the hits, or what is not known. */
  reasons: string[];
}

/**
 * Judges an invoice by its checks. Any flag refuses it, also one that no document names: the list of flags is not
 * published. Empty lists are not "clean": every node that the invoice names must have been reported on, with something
 * in the report.
 *
 * @param errors What the service says went wrong with the checks.
 */
export function judge(invoice: DecodedInvoice, checks: InvoiceChecks | null, errors: readonly string[]): Verdict {
  const destinations = checks?.destinations ?? [];
  const hits = destinations.flatMap(({ pubkey, checks: found }) => [
    ...(found?.channels?.list ?? [])
      .flatMap(({ addresses }) => addresses)
      .filter(({ flags }) => flags.length > 0)
      .map(({ address, flags }) => `address ${address} behind node ${pubkey}: ${flags.join(", ")}`),
    ...(found?.ips?.list ?? [])
      .filter(({ flags }) => flags.length > 0)
      .map(({ ip_address, flags }) => `IP ${ip_address} of node ${pubkey}: ${flags.join(", ")}`),
  ]);
  if (hits.length > 0) return { answer: "refuse", reasons: hits };
  const gaps = [
    ...errors.map((message) => `a check failed: ${message}`),
    ...nodesOf(invoice)
      .filter((node) => !destinations.some((one) => one.pubkey?.toLowerCase() === node && isComplete(one)))
      .map((node) => `nothing is known of node ${node}`),
    ...destinations.filter((one) => !isComplete(one)).flatMap(({ pubkey }) => (pubkey ? [] : ["a node has no report"])),
  ];
  return gaps.length > 0 ? { answer: "not decided", reasons: gaps } : { answer: "nothing found", reasons: [] };
}

/** The nodes that Reflex is to have checked: the payee, and those of the route hints. */
function nodesOf({ payee, routeHints }: DecodedInvoice): string[] {
  return [...new Set([...(payee === null ? [] : [payee]), ...routeHints.flat().map(({ pubkey }) => pubkey)])];
}

/** Whether both parts of a node's report came, and there is something in them. */
function isComplete({ checks }: InvoiceChecks["destinations"][number]): boolean {
  if (!checks?.channels || !checks.ips) return false;
  return checks.ips.list.length + checks.channels.list.flatMap(({ addresses }) => addresses).length > 0;
}
