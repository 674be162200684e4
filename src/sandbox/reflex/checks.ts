import type { ReadInvoice } from "../bolt11/read.ts";
import { randomStream } from "../random.ts";
import { writeTime } from "../times.ts";
import type { ReflexGuesses } from "./guesses.ts";
import type { InvoiceContext } from "./invoice.ts";
import type { NodeChannel, NodeIp } from "./world.ts";

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

/** Where a key came from: the two fields of an invoice that hold one. */
const LOCATIONS: Record<ReflexGuesses["fieldLocations"], [payee: string, hint: string]> = {
  fields: ["DESTINATION", "ROUTING_INFO"],
  lower_case: ["destination", "routing_info"],
  route_hint: ["DESTINATION", "ROUTE_HINT"],
};

/**
 * The checks of an invoice: its destination first, then the nodes of its route hints. A node that the sandbox's world does
 * not have gets empty lists, which say "no data", not "clean".
 */
export function checkInvoice(
  invoice: ReadInvoice,
  { world, seed, guesses }: Pick<InvoiceContext, "world" | "seed" | "guesses">,
  nowMs: number,
): { destinations: DestinationCheck[] } {
  const [payee, hint] = LOCATIONS[guesses.fieldLocations];
  const named = [
    { pubkey: invoice.destination, field_location: payee },
    ...[...new Set(invoice.routeNodes)].map((pubkey) => ({ pubkey, field_location: hint })),
  ];
  return {
    destinations: named.map(({ pubkey, field_location }) => {
      const node = world.find(pubkey);
      const ips = (node?.ips ?? []).map((ip) => asGuessed(ip, guesses));
      return {
        id: randomStream(seed, "check")(`${field_location} ${pubkey}`).uuid(),
        pubkey,
        field_location,
        checks: {
          report_date: writeTime(nowMs, guesses.times),
          channels: { list: (node?.channels ?? []).map((channel) => numbered(channel, guesses)) },
          ips: { list: ips, statistics: statistics(ips, guesses.percentOf) },
        },
      };
    }),
  };
}

function asGuessed(ip: NodeIp, { times, unknownWords }: ReflexGuesses): NodeIp {
  const ip_type = unknownWords === "some" && ip.ip_type === "TOR" ? "ONION_SERVICE" : ip.ip_type;
  return { ...ip, ip_type, created_at: writeTime(Date.parse(ip.created_at), times) };
}

/** A short channel id's three parts, as the 24, 24 and 16 bits of one number. */
function numbered(channel: NodeChannel, { channelIds }: ReflexGuesses): NodeChannel {
  if (channelIds === "short") return channel;
  const [block = 0n, transaction = 0n, output = 0n] = channel.chan_id.split("x").map(BigInt);
  return { ...channel, chan_id: String((block << 40n) | (transaction << 16n) | output) };
}

/** `amount` is a number of IPs. */
function statistics(ips: readonly NodeIp[], percentOf: number): IpStatistics {
  const percent = (amount: number) => (percentOf * amount) / ips.length;
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
