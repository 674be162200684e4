import type { ReadInvoice } from "../bolt11/read.ts";
import { type InvoicePlan, type RouteHint, writeInvoice } from "../bolt11/write.ts";
import { type Random, randomStream } from "../random.ts";
import { writeTime } from "../times.ts";
import type { ReflexGuesses } from "./guesses.ts";
import { type InvoiceTag, tag } from "./tags.ts";
import type { World, WorldNode } from "./world.ts";

/** An invoice as the API shows it. Money is a string unless `guesses.amounts` says otherwise. */
export interface ReflexInvoice {
  account_id: string;
  amount_msats: string | number | null;
  amount_sats: string | number | null;
  created_at: string;
  description: string | null;
  destination: string;
  id: string;
  invoice_created_at: string;
  invoice_expiry_at: string;
  payment_hash: string;
  /** Encoded and signed when it is first read. */
  readonly payment_request: string;
  routing_info: { pubkey: string }[];
  tags: InvoiceTag[];
}

/** A stored invoice: what the store sorts and sums by, and the whole as the API shows it. */
export interface StoredInvoice {
  readonly createdAtMs: number;
  /** The invoice's own time. */
  readonly invoiceCreatedAtMs: number;
  readonly amountMsat: bigint | null;
  readonly destination: string;
  readonly paymentHash: string;
  readonly tags: InvoiceTag[];
  readonly row: ReflexInvoice;
}

/** What invoices of one sandbox have in common. */
export interface InvoiceContext {
  seed: number;
  accountId: string;
  world: World;
  guesses: ReflexGuesses;
}

/** A seeded invoice. Nothing of it but its date exists before it is asked for: 100,000 of them start at once. */
export class SeededInvoice implements StoredInvoice {
  readonly createdAtMs: number;
  readonly #context: InvoiceContext;
  readonly #index: number;
  #facts: Facts | undefined;
  #row: ReflexInvoice | undefined;

  constructor(context: InvoiceContext, index: number, createdAtMs: number) {
    this.#context = context;
    this.#index = index;
    this.createdAtMs = createdAtMs;
  }

  get amountMsat(): bigint | null {
    return this.#known.amountMsat;
  }

  get destination(): string {
    return this.#known.node.pubkey;
  }

  get paymentHash(): string {
    return this.#known.paymentHash;
  }

  get tags(): InvoiceTag[] {
    return this.#known.tags;
  }

  get invoiceCreatedAtMs(): number {
    return Date.parse(this.row.invoice_created_at.replace(/Z?$/, "Z"));
  }

  get row(): ReflexInvoice {
    this.#row ??= seededRow(this.#context, this.#index, this.createdAtMs, this.#known);
    return this.#row;
  }

  get #known(): Facts {
    this.#facts ??= drawFacts(this.#context, this.#index);
    return this.#facts;
  }
}

/** An invoice that a caller pushed, stored under the given id. */
export function pushedInvoice(
  context: InvoiceContext,
  id: string,
  createdAtMs: number,
  pushed: { read: ReadInvoice; description: string | null; tags: InvoiceTag[] },
): StoredInvoice {
  const { read, tags } = pushed;
  const row: ReflexInvoice = {
    account_id: context.accountId,
    ...amounts(read.amountMsat, context.guesses),
    created_at: writeTime(createdAtMs, context.guesses.times),
    description: pushed.description ?? (context.guesses.missingDescription === "invoice" ? read.description : null),
    destination: read.destination,
    id,
    invoice_created_at: writeTime(read.createdAtMs, context.guesses.times),
    invoice_expiry_at: writeTime(read.expiresAtMs, context.guesses.times),
    payment_hash: read.paymentHash,
    payment_request: read.paymentRequest,
    routing_info: routingInfo(read.routeNodes, context.guesses),
    tags,
  };
  const { amountMsat, destination, paymentHash } = read;
  const invoiceCreatedAtMs = read.createdAtMs;
  return { createdAtMs, invoiceCreatedAtMs, amountMsat, destination, paymentHash, tags, row };
}

/** The two amount fields of an invoice. */
function amounts(
  amountMsat: bigint | null,
  guesses: ReflexGuesses,
): Pick<ReflexInvoice, "amount_msats" | "amount_sats"> {
  if (amountMsat === null && guesses.amountless === "null") return { amount_msats: null, amount_sats: null };
  const msat = amountMsat ?? 0n;
  const fraction = (msat % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  const sats = `${msat / 1000n}${fraction !== "" && guesses.fractionOfSatoshi === "decimal" ? `.${fraction}` : ""}`;
  return { amount_msats: money(msat, guesses), amount_sats: guesses.amounts === "number" ? Number(sats) : sats };
}

/** An amount as the wire has it. */
export function money(amount: bigint, guesses: Pick<ReflexGuesses, "amounts">): string | number {
  return guesses.amounts === "number" ? Number(amount) : amount.toString();
}

function routingInfo(nodes: string[], { routingInfo }: ReflexGuesses): ReflexInvoice["routing_info"] {
  return (routingInfo === "distinct" ? [...new Set(nodes)] : nodes).map((pubkey) => ({ pubkey }));
}

interface Facts {
  amountMsat: bigint | null;
  node: WorldNode;
  paymentHash: string;
  tags: InvoiceTag[];
}

function drawFacts(context: InvoiceContext, index: number): Facts {
  const random = randomStream(context.seed, "invoice")(index);
  return {
    amountMsat: drawAmount(random),
    node: drawNode(random, context.world),
    paymentHash: random.hex(32),
    tags: drawTags(random, context.seed),
  };
}

function drawAmount(random: Random): bigint | null {
  if (random.chance(0.04)) return null;
  // Amounts below a satoshi are rare but real, and break clients that reckon in satoshis.
  if (random.chance(0.06)) return BigInt(random.integer(1, 5_000_000));
  return BigInt(random.integer(1, 10 ** random.integer(2, 7))) * 1000n;
}

/** A few nodes receive most payments, as in life: the lower of two draws is taken. */
function drawNode(random: Random, world: World): WorldNode {
  const last = world.nodes.length - 1;
  const node = world.nodes[Math.min(random.integer(0, last), random.integer(0, last))];
  if (node === undefined) throw new RangeError("the world has no nodes");
  return node;
}

function drawTags(random: Random, seed: number): InvoiceTag[] {
  const tags: InvoiceTag[] = [];
  if (random.chance(0.8)) tags.push(tag("user-id", randomStream(seed, "user")(random.integer(0, 49)).uuid()));
  if (random.chance(0.6)) tags.push(tag("product-id", random.integer(1, 40)));
  if (random.chance(0.5)) tags.push(tag("is-withdrawal", random.chance(0.5)));
  return tags;
}

function seededRow(context: InvoiceContext, index: number, createdAtMs: number, facts: Facts): ReflexInvoice {
  const random = randomStream(context.seed, "invoice.detail")(index);
  const id = random.uuid();
  const plan = drawPlan(random, context.world, createdAtMs, facts);
  const description = random.chance(0.7) ? plan.description : `User withdrawal ${index + 1}`;
  let paymentRequest: string | undefined;
  return {
    account_id: context.accountId,
    ...amounts(facts.amountMsat, context.guesses),
    created_at: writeTime(createdAtMs, context.guesses.times),
    description,
    destination: facts.node.pubkey,
    id,
    invoice_created_at: writeTime(plan.timestamp * 1000, context.guesses.times),
    invoice_expiry_at: writeTime((plan.timestamp + (plan.expiry ?? 3600)) * 1000, context.guesses.times),
    payment_hash: facts.paymentHash,
    get payment_request() {
      paymentRequest ??= writeInvoice(plan, facts.node.privateKey);
      return paymentRequest;
    },
    routing_info: routingInfo(
      plan.routes.flat().map(({ pubkey }) => pubkey),
      context.guesses,
    ),
    tags: facts.tags,
  };
}

function drawPlan(random: Random, world: World, createdAtMs: number, facts: Facts): InvoicePlan {
  const routes = random.chance(0.15)
    ? Array.from({ length: random.integer(1, 2) }, () =>
        Array.from({ length: random.integer(1, 2) }, () => drawHop(random, world)),
      )
    : [];
  return {
    network: random.pick(["mainnet", "mainnet", "mainnet", "mainnet", "signet", "testnet", "regtest", "simnet"]),
    amountMsat: facts.amountMsat,
    timestamp: Math.floor(createdAtMs / 1000) - random.integer(0, 600),
    expiry: random.pick([null, 60, 600, 3600, 86_400, 604_800]),
    paymentHash: facts.paymentHash,
    paymentSecret: random.hex(32),
    description: random.pick([
      "1 cup of coffee",
      "User withdrawal",
      "Rechnung für März",
      "ナンセンス 1杯",
      "Donation",
      "",
    ]),
    routes,
  };
}

function drawHop(random: Random, world: World): RouteHint {
  return {
    pubkey: drawNode(random, world).pubkey,
    short_channel_id: random.hex(8),
    fee_base_msat: random.integer(0, 5000),
    fee_proportional_millionths: random.integer(0, 2500),
    cltv_expiry_delta: random.integer(9, 144),
  };
}
