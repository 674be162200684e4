import { writeTime } from "../times.ts";
import { bucketAround, type Interval, intervalFor } from "./calendar.ts";
import type { ReflexGuesses } from "./guesses.ts";
import { money, type StoredInvoice } from "./invoice.ts";
import type { Filter, Selection } from "./store.ts";
import type { World } from "./world.ts";

/** A word that no document has. */
export const UNKNOWN_INTERVAL = "CALENDAR_MONTH";

/** The sums over every invoice of a filter, whatever page is asked for. */
export interface AggregatedInvoices {
  aggregation_interval: Interval | typeof UNKNOWN_INTERVAL;
  list: { amount_msat: string | number; count: number; date: string }[];
  stats: {
    countries: { amount_msat: string | number; count: number; country: string | null; pubkeys: string[] | number }[];
    destinations: { amount_msat: string | number; count: number; pubkey: string }[];
  };
  total: { amount_msat: string | number; count: number };
}

/**
 * Sums a selection. Statistics without an invoice are left out, buckets ascend, statistics are sorted by count (no document
 * says). An invoice without an amount counts as one of 0 msat.
 */
export function aggregate(
  selection: Selection,
  filter: Filter,
  world: World,
  guesses: ReflexGuesses,
  timeZone: string,
): AggregatedInvoices {
  const { invoices, start, end } = selection;
  const first = invoices[start]?.createdAtMs ?? 0;
  const last = end > start ? (invoices[end - 1]?.createdAtMs ?? 0) : 0;
  const interval = intervalFor((filter.toMs ?? last) - (filter.fromMs ?? first));
  const total = new Sum();
  const byDestination = new Map<string, Sum>();
  const buckets: { date: number; end: number; sum: Sum }[] = [];
  for (let i = start; i < end; i++) {
    const invoice = invoices[i] as StoredInvoice; // within the selection's bounds
    const amount = invoice.amountMsat ?? 0n;
    total.add(amount);
    sumOf(byDestination, invoice.destination).add(amount);
    let bucket = buckets.at(-1);
    while (bucket === undefined || invoice.createdAtMs >= bucket.end) {
      const next = bucket !== undefined && guesses.emptyBuckets === "zero" ? bucket.end : invoice.createdAtMs;
      const around = bucketAround(next, interval, timeZone);
      bucket = { date: around.start, end: around.end, sum: new Sum() };
      buckets.push(bucket);
    }
    bucket.sum.add(amount);
  }
  const wire = (sum: Sum) => ({ amount_msat: money(sum.amountMsat, guesses), count: sum.count });
  return {
    // The word for months, which is the documented one.
    aggregation_interval: interval === "MONTH" && guesses.unknownWords === "some" ? UNKNOWN_INTERVAL : interval,
    list: buckets.map(({ date, sum }) => ({ ...wire(sum), date: writeTime(date, guesses.times) })),
    stats: {
      countries: byCountry(byDestination, world, guesses).map(({ country, sum, pubkeys }) => ({
        ...wire(sum),
        country,
        pubkeys: guesses.countryPubkeys === "list" ? pubkeys : pubkeys.length,
      })),
      destinations: largestFirst([...byDestination]).map(([pubkey, sum]) => ({ ...wire(sum), pubkey })),
    },
    total: wire(total),
  };
}

class Sum {
  amountMsat = 0n;
  count = 0;

  add(amountMsat: bigint, count = 1): void {
    this.amountMsat += amountMsat;
    this.count += count;
  }
}

function sumOf<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  let sum = sums.get(key);
  if (sum === undefined) {
    sum = new Sum();
    sums.set(key, sum);
  }
  return sum;
}

function largestFirst<Key>(sums: [Key, Sum][]): [Key, Sum][] {
  return sums.sort((a, b) => b[1].count - a[1].count);
}

/** A node present in two countries counts in both; one that no place is known of counts under null. */
function byCountry(byDestination: Map<string, Sum>, world: World, guesses: ReflexGuesses) {
  const sums = new Map<string | null, Sum>();
  const pubkeys = new Map<string | null, string[]>();
  for (const [pubkey, sum] of byDestination) {
    for (const country of countriesOf(pubkey, world, guesses)) {
      sumOf(sums, country).add(sum.amountMsat, sum.count);
      pubkeys.set(country, [...(pubkeys.get(country) ?? []), pubkey]);
    }
  }
  return largestFirst([...sums]).map(([country, sum]) => ({ country, sum, pubkeys: pubkeys.get(country) ?? [] }));
}

function countriesOf(pubkey: string, world: World, { countries }: ReflexGuesses): Set<string | null> {
  const places = world.find(pubkey)?.ips.flatMap((ip) => ip.locations) ?? [];
  return places.length === 0
    ? new Set([null])
    : new Set(places.map((place) => (countries === "name" ? place.country : place.country_code)));
}
