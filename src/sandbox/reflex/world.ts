import { bech32 } from "@scure/base";
import { type KeyPair, keyFamily } from "../bolt11/curve.ts";
import { type Random, randomStream } from "../random.ts";
import { homeProviders, hostingProviders, type Place, places, restrictedPlaces, vpnServices } from "./places.ts";

/** How many nodes the world has. */
const WORLD_SIZE = 240;

const DAY_MS = 86_400_000;

/** A Lightning node: its key, and what Reflex reports about it. Each part is made when it is first asked for. */
export interface WorldNode {
  readonly privateKey: string;
  readonly pubkey: string;
  readonly channels: readonly NodeChannel[];
  readonly ips: readonly NodeIp[];
}

/** A channel with the on-chain addresses behind it. */
export interface NodeChannel {
  id: string;
  chan_id: string;
  addresses: { id: string; address: string; flags: string[] }[];
}

/** An address that a node announces or announced. */
export interface NodeIp {
  created_at: string;
  flags: string[];
  id: string;
  ip_address: string;
  ip_type: string;
  is_current: boolean;
  is_hosting: boolean | null;
  is_proxy: boolean | null;
  is_residential_proxy: boolean | null;
  is_smartdns: boolean | null;
  is_tor: boolean | null;
  is_vpn: boolean | null;
  is_vpn_datacenter: boolean | null;
  isp: string | null;
  locations: (Place & { id: string })[];
  org: string | null;
  port: number;
  pubkey: string;
  vpn_service_name: string | null;
}

/** The nodes of one seed. `find` knows only these: a real network's node is unknown here and has empty checks. */
export interface World {
  nodes: readonly WorldNode[];
  find(pubkey: string): WorldNode | undefined;
}

/** Makes the network of nodes that a seed stands for. */
export function createWorld(seed: number, nowMs: number): World {
  let keys: KeyPair[] | undefined;
  const keyOf = (index: number): KeyPair => {
    // A zero byte in front keeps all of them below the curve's order.
    keys ??= keyFamily(`00${randomStream(seed, "node.key")(0).hex(31)}`, WORLD_SIZE);
    return keys[index] ?? { privateKey: "", publicKey: "" };
  };
  const nodes = Array.from({ length: WORLD_SIZE }, (_, index) => createNode(seed, index, nowMs, keyOf));
  let byKey: Map<string, WorldNode> | undefined;
  return {
    nodes,
    find(pubkey) {
      byKey ??= new Map(nodes.map((node) => [node.pubkey, node]));
      return byKey.get(pubkey);
    },
  };
}

function createNode(seed: number, index: number, nowMs: number, keyOf: (index: number) => KeyPair): WorldNode {
  let channels: NodeChannel[] | undefined;
  let ips: NodeIp[] | undefined;
  return {
    get privateKey() {
      return keyOf(index).privateKey;
    },
    get pubkey() {
      return keyOf(index).publicKey;
    },
    get channels() {
      channels ??= createChannels(randomStream(seed, "node.channels")(index));
      return channels;
    },
    get ips() {
      ips ??= createIps(randomStream(seed, "node.ips")(index), this.pubkey, nowMs);
      return ips;
    },
  };
}

function createChannels(random: Random): NodeChannel[] {
  return Array.from({ length: random.integer(0, 6) }, () => ({
    id: random.uuid(),
    chan_id: `${random.integer(560_000, 929_000)}x${random.integer(0, 3000)}x${random.integer(0, 3)}`,
    addresses: Array.from({ length: random.integer(1, 2) }, () => ({
      id: random.uuid(),
      address: fundingAddress(random),
      flags: random.chance(0.03) ? [random.pick(["OFAC", "RANSOMWARE", "CUSTOM"])] : [],
    })),
  }));
}

/** A channel is funded by a 2-of-2 output: a version 0 witness script hash. */
function fundingAddress(random: Random): string {
  const script = Uint8Array.from({ length: 32 }, () => random.integer(0, 255));
  return bech32.encode("bc", [0, ...bech32.toWords(script)]);
}

function createIps(random: Random, pubkey: string, nowMs: number): NodeIp[] {
  const restricted = random.chance(0.03);
  const home = restricted ? random.pick(restrictedPlaces) : random.pick(places);
  return Array.from({ length: random.integer(1, 4) }, (_, position) => {
    const kind = random.pick(["IPV4", "IPV4", "IPV4", "IPV6", "TOR"]);
    const known = {
      created_at: new Date(nowMs - random.integer(1, 700) * DAY_MS).toISOString(),
      id: random.uuid(),
      pubkey,
    };
    const ip = { ...known, port: 9735, is_current: position === 0 || random.chance(0.6) };
    if (kind === "TOR") return { ...ip, ...onion(random) };
    return { ...ip, ...clearnet(random, kind, random.chance(0.85) ? home : random.pick(places), restricted) };
  });
}

type Described = Omit<NodeIp, "created_at" | "id" | "pubkey" | "port" | "is_current">;

/** An onion service has no place and no provider: what cannot be known is null, never false. */
function onion(random: Random): Described {
  return {
    flags: [],
    ip_address: `${random.text("abcdefghijklmnopqrstuvwxyz234567", 55)}d.onion`,
    ip_type: "TOR",
    is_hosting: null,
    is_proxy: null,
    is_residential_proxy: null,
    is_smartdns: null,
    is_tor: true,
    is_vpn: null,
    is_vpn_datacenter: null,
    isp: null,
    locations: [],
    org: null,
    vpn_service_name: null,
  };
}

function clearnet(random: Random, ipType: string, place: Place, restricted: boolean): Described {
  const hosting = random.chance(0.5);
  const vpn = random.chance(0.12);
  const proxy = random.chance(0.05);
  return {
    flags: restricted ? ["OFAC"] : random.chance(0.02) ? ["CUSTOM"] : [],
    ip_address: ipType === "IPV6" ? ipv6(random) : ipv4(random),
    ip_type: ipType,
    is_hosting: hosting,
    is_proxy: proxy,
    is_residential_proxy: proxy && !hosting,
    is_smartdns: random.chance(0.01),
    is_tor: random.chance(0.04),
    is_vpn: vpn,
    is_vpn_datacenter: vpn && hosting,
    isp: random.pick(hosting ? hostingProviders : homeProviders),
    locations: [{ id: random.uuid(), ...place }],
    org: hosting ? random.pick(hostingProviders) : null,
    vpn_service_name: vpn ? random.pick(vpnServices) : null,
  };
}

// The ranges set aside for documentation (RFC 5737, RFC 3849): nobody's machines.
function ipv4(random: Random): string {
  return `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.integer(1, 254)}`;
}

function ipv6(random: Random): string {
  return `2001:db8:${random.integer(1, 0xffff).toString(16)}::${random.integer(1, 0xffff).toString(16)}`;
}
