import type { InvoiceChecks } from "unvoice";

/** What the checks of an invoice mean for paying it. */
export interface Verdict {
  /** `no data` is no permission: nothing is known of at least one of the invoice's nodes. */
  answer: "refuse" | "no data" | "nothing found";
  /** What was flagged, and by which flags. */
  hits: { pubkey: string | null; what: string; flags: string[] }[];
}

/**
 * Judges an invoice by its checks. Any flag is a hit, also one that no document names: the list of flags is not
 * published, so a list of bad ones would let the next new one through. Empty lists are not "clean": no data and no hits
 * look alike.
 */
export function judge(checks: InvoiceChecks | null): Verdict {
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
  return { answer: nodes.length > 0 && nodes.every(({ known }) => known) ? "nothing found" : "no data", hits };
}
