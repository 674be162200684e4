import { randomStream } from "../random.ts";
import type { ReadInvoice } from "./bolt11.ts";
import type { NodeChannel, NodeIp, World } from "./world.ts";

/** What Reflex reports about one node that an invoice names. */
export interface DestinationCheck {
  id: string;
  pubkey: string;
  field_location: string;
  checks: {
    report_date: string;
    channels: { list: readonly NodeChannel[] };
    ips: { list: readonly NodeIp[]; statistics: IpStatistics };
  };
}

interface IpStatistics {
  country: { amount: number; cities: { city: string }[]; country: string; country_code: string; percent: number }[];
  types: { amount: number; percent: number; type: string }[];
}

/** Where a key came from: the two fields of an invoice that hold one. The words are a guess. */
const DESTINATION = "DESTINATION";
const ROUTING_INFO = "ROUTING_INFO";

/**
 * The checks of an invoice: its destination first, then the nodes of its route hints. A node that the sandbox's world does
 * not have gets empty lists, which say "no data", not "clean".
 */
export function checkInvoice(
  invoice: ReadInvoice,
  world: World,
  seed: number,
  nowMs: number,
): { destinations: DestinationCheck[] } {
  const named = [
    { pubkey: invoice.destination, field_location: DESTINATION },
    ...invoice.routeNodes.map((pubkey) => ({ pubkey, field_location: ROUTING_INFO })),
  ];
  return {
    destinations: named.map(({ pubkey, field_location }) => {
      const node = world.find(pubkey);
      const ips = node?.ips ?? [];
      return {
        id: randomStream(seed, "check")(`${field_location} ${pubkey}`).uuid(),
        pubkey,
        field_location,
        checks: {
          report_date: new Date(nowMs).toISOString(),
          channels: { list: node?.channels ?? [] },
          ips: { list: ips, statistics: statistics(ips) },
        },
      };
    }),
  };
}

/** `amount` is a number of IPs. `percent` runs to 100: a guess, the scale is not documented. */
function statistics(ips: readonly NodeIp[]): IpStatistics {
  const percent = (amount: number) => (100 * amount) / ips.length;
  const located = groupBy(
    ips.flatMap((ip) => ip.locations),
    ({ country_code }) => country_code,
  );
  const types = groupBy(ips, ({ ip_type }) => ip_type);
  return {
    country: [...located].map(([country_code, places]) => ({
      amount: places.length,
      cities: [...new Set(places.map(({ city }) => city))].map((city) => ({ city })),
      country: places[0]?.country ?? country_code,
      country_code,
      percent: percent(places.length),
    })),
    types: [...types].map(([type, { length }]) => ({ amount: length, percent: percent(length), type })),
  };
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
