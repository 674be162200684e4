import type { DestinationCheck, IpCheck } from "unvoice";

/** How many of a node's addresses a question is answered with yes, no, or not at all. */
export interface Share {
  name: string;
  yes: number;
  no: number;
  unknown: number;
}

/** A list's hit: the flag and what it was found on. */
export interface Hit {
  flag: string;
  where: string;
}

/** What was found about one node, ready to be shown. */
export interface NodeSummary {
  pubkey: string | null;
  /** The part of the invoice that the key comes from, as the API words it. */
  location: string | null;
  reportDate: string | null;
  hits: Hit[];
  countries: { name: string; amount: number }[];
  shares: Share[];
  ipCount: number;
  currentIpCount: number;
  channelCount: number;
  addressCount: number;
  /** False where every list is empty: nothing known is not the same as nothing found. */
  hasData: boolean;
}

const QUESTIONS: readonly (readonly [string, (ip: IpCheck) => boolean | null])[] = [
  ["VPN", ({ is_vpn }) => is_vpn],
  ["Tor", ({ is_tor }) => is_tor],
  ["Hosting", ({ is_hosting }) => is_hosting],
  ["Proxy", ({ is_proxy }) => is_proxy],
];

/**
 * Sums up the check of one node.
 *
 * @example
 * const summaries = checks.destinations.map(summarise);
 */
export function summarise({ pubkey, field_location, checks }: DestinationCheck): NodeSummary {
  const ips = checks?.ips?.list ?? [];
  const channels = checks?.channels?.list ?? [];
  const addresses = channels.flatMap((channel) => channel.addresses);
  return {
    pubkey,
    location: field_location,
    reportDate: checks?.report_date ?? null,
    hits: [
      ...ips.flatMap((ip) => ip.flags.map((flag) => ({ flag, where: `IP ${ip.ip_address ?? "not named"}` }))),
      ...addresses.flatMap((entry) => entry.flags.map((flag) => ({ flag, where: `address ${entry.address ?? ""}` }))),
    ],
    countries: countries(checks?.ips?.statistics?.country ?? []),
    shares: QUESTIONS.map(([name, ask]) => share(name, ips.map(ask))),
    ipCount: ips.length,
    currentIpCount: ips.filter((ip) => ip.is_current === true).length,
    channelCount: channels.length,
    addressCount: addresses.length,
    hasData: ips.length > 0 || channels.length > 0,
  };
}

/** By `amount`: the scale of `percent` is not documented. */
function countries(statistics: { amount: number | null; country: string | null; country_code: string | null }[]) {
  return statistics
    .map(({ amount, country, country_code }) => ({ name: country ?? country_code ?? "not known", amount: amount ?? 0 }))
    .sort((a, b) => b.amount - a.amount);
}

function share(name: string, answers: (boolean | null)[]): Share {
  const yes = answers.filter((answer) => answer === true).length;
  const no = answers.filter((answer) => answer === false).length;
  return { name, yes, no, unknown: answers.length - yes - no };
}
