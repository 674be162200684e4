import type { InvoiceChecks, PushedInvoice } from "unvoice";

/** What the checks of an invoice mean for paying it. */
export interface Verdict {
  /** `no data` is no permission: nothing is known of at least one of the invoice's nodes, or a check failed. */
  answer: "refuse" | "no data" | "nothing found";
  /** What was flagged, and by which flags. */
  hits: { pubkey: string | null; what: string; flags: string[] }[];
}

/**
 * Judges an invoice by its checks. Any flag is a hit, also one that no document names: the list of flags is not
 * published, so a list of bad ones would let the next new one through. Empty lists are not "clean": no data and no hits
 * look alike; nor is anything clean beside a check that failed.
 *
 * @param checkErrors What failed, as a push tells it.
 */
export function judge(checks: InvoiceChecks | null, checkErrors: PushedInvoice["checkErrors"] = []): Verdict {
  const nodes = (checks?.destinations ?? []).map(({ pubkey, checks: found }) => {
    const addresses = (found?.channels?.list ?? []).flatMap((channel) => channel.addresses);
    const ips = found?.ips?.list ?? [];
    return {
      known: addresses.length + ips.length > 0,
      hits: [
        ...addresses.map(({ address, flags }) => ({ pubkey, what: `address ${address}`, flags })),
        ...ips.map(({ ip_address, flags }) => ({ pubkey, what: `IP ${ip_address}`, flags })),
      ].filter(({ flags }) => flags.length > 0),
    };
  });
  const hits = nodes.flatMap((node) => node.hits);
  if (hits.length > 0) return { answer: "refuse", hits };
  const isComplete = checkErrors.length === 0 && nodes.length > 0 && nodes.every(({ known }) => known);
  return { answer: isComplete ? "nothing found" : "no data", hits };
}
