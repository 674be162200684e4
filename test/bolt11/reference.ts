import { createHash } from "node:crypto";
import { bech32, bech32m, createBase58check } from "@scure/base";
import type { DecodedInvoice } from "../../src/bolt11/index.ts";
import { isKey, isSigned, recover } from "./native.ts";

/**
 * A decoder that is slow and plain, to hold the other one against: bits are text, numbers are bigints, nothing is done
 * twice in two ways, and all that libraries have is theirs. Written after BOLT 11, not after the decoder.
 *
 * @returns The invoice, or the code of the error.
 */
export function reference(input: string): DecodedInvoice | string {
  if (input.length > 16_384) return "too_long";
  const outer = input.trim();
  const start = [...outer].findIndex((character) => !isBlank(character));
  const text = start < 0 ? "" : outer.slice(start);
  const scheme = ["lightning:", "bitcoin:", "https://", "http://"].find((s) => text.toLowerCase().startsWith(s));
  if (scheme === undefined) return readOne([outer], null, [], outer !== input);

  const isLink = scheme.startsWith("http");
  let rest = text.slice(scheme.length);
  const hasSlashes = !isLink && rest.startsWith("//");
  if (hasSlashes) rest = rest.slice(2);
  if (!isLink && rest.includes("#")) rest = rest.slice(0, rest.indexOf("#"));
  const [path = "", ...parameters] = rest.replaceAll("?", "&").replaceAll("#", "&").split("&");

  const candidates = scheme === "lightning:" && path !== "" ? [percentDecoded(path)] : [];
  const amounts: string[] = [];
  const beside: Record<string, string> = {};
  for (const parameter of parameters.filter((parameter) => parameter !== "")) {
    const equals = parameter.includes("=") ? parameter.indexOf("=") : parameter.length;
    const key = clean(percentDecoded(parameter.slice(0, equals))).toLowerCase();
    const value = percentDecoded(parameter.slice(equals + 1));
    if (!isLink && key.slice(0, 4) === "req-") return "unknown_required_parameter";
    if (key === "lightning" || key === "lno") candidates.push(value);
    if (!isLink && key === "amount") amounts.push(clean(value));
    if (key !== "lightning" && !Object.hasOwn(beside, key)) beside[key] = value;
  }
  if (candidates.length === 0) return "not_bolt11";
  const address = scheme === "bitcoin:" && path !== "" ? clean(percentDecoded(path)) : null;
  const uri = { address, amount: beside.amount ?? null, parameters: beside };
  return readOne(candidates, uri, amounts, outer !== input || start > 0 || hasSlashes);
}

function readOne(
  candidates: string[],
  uri: DecodedInvoice["uri"],
  amounts: string[],
  cleaned: boolean,
): DecodedInvoice | string {
  const readings = candidates.map((candidate) => ({ candidate, ...read(candidate) }));
  const good = readings.filter(({ invoice }) => invoice !== undefined);
  const [first] = good;
  if (first?.invoice === undefined) return readings[0]?.error as string;
  if (good.some(({ invoice }) => invoice?.paymentRequest !== first.invoice?.paymentRequest)) return "several_invoices";
  const { invoice } = first;
  invoice.uri = uri;
  invoice.cleaned = cleaned || first.candidate !== clean(first.candidate);
  if (contradict(amounts, invoice.amountMsat)) invoice.issues.push("amount_contradicts_uri");
  const payee = payeeOf(first);
  if (payee === null) return "bad_signature";
  invoice.payee = payee;
  const keys = invoice.routeHints.flat().map(({ pubkey }) => pubkey);
  if (keys.some((key) => !isKey(key))) report(invoice, "invalid_route_hint_key");
  return invoice;
}

interface Reading {
  error?: string;
  invoice?: DecodedInvoice;
  named?: string;
  signed?: Uint8Array;
}

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const networks: Record<string, [DecodedInvoice["network"], segwit: string, keyHash: number, scriptHash: number]> = {
  bc: ["mainnet", "bc", 0x00, 0x05],
  tb: ["testnet", "tb", 0x6f, 0xc4],
  tbs: ["signet", "tb", 0x6f, 0xc4],
  bcrt: ["regtest", "bcrt", 0x6f, 0xc4],
  sb: ["simnet", "sb", 0x3f, 0x7b],
};

function read(candidate: string): Reading {
  const given = clean(candidate);
  const text = given.toLowerCase();
  if (text.startsWith("lno1")) return { error: "bolt12_offer" };
  if (text.startsWith("lni1")) return { error: "bolt12_invoice" };
  if (text.startsWith("lnr1")) return { error: "bolt12_invoice_request" };
  if (text.startsWith("lnurl")) return { error: "lnurl" };
  if (!text.startsWith("ln")) return { error: "not_bolt11" };

  const separator = text.lastIndexOf("1");
  const broken = brokenFrame(given);
  if (broken !== null) {
    const [first = ""] = /[0-9a-zA-Z]+/.exec(candidate) ?? [];
    const isFollowed = brokenFrame(first) === null;
    return { error: isFollowed || !/^[0-9a-zA-Z]*$/.test(given) ? "bad_character" : broken };
  }
  const prefix = text.slice(0, separator);
  const words = [...text.slice(separator + 1, -6)].map((character) => alphabet.indexOf(character));

  const letters = /^ln([a-z]*)/.exec(prefix)?.[1] ?? "";
  const name = letters in networks ? letters : letters.replace(/[munp]$/, "");
  const network = networks[name];
  if (network === undefined) return { error: "unknown_network" };
  const amount = readAmount(prefix.slice(2 + name.length));
  if (typeof amount === "string") return { error: amount };
  if (words.length < 7 + 104) return { error: "truncated" };

  const data = words.slice(0, -104);
  const signature = bits(words.slice(-104));
  const invoice: DecodedInvoice = {
    paymentRequest: text,
    network: network[0],
    prefix,
    amountMsat: amount.msat,
    timestamp: Number(number(data.slice(0, 7))),
    expiry: 3600,
    expiresAt: null,
    paymentHash: null,
    paymentSecret: null,
    description: null,
    descriptionHash: null,
    payee: null,
    minFinalCltvExpiry: 18,
    fallbackAddresses: [],
    routeHints: [],
    featureBits: [],
    metadata: null,
    signature: hex(signature.slice(0, 512)),
    recoveryId: Number.parseInt(signature.slice(512), 2),
    unknownFields: [],
    uri: null,
    cleaned: false,
    issues: amount.issues,
  };
  const reading: Reading = { invoice };
  let rest = data.slice(7);
  const seen = new Set<string>();
  while (rest.length > 0) {
    const [type = 0, high = 0, low] = rest;
    if (low === undefined || rest.length < 3 + high * 32 + low) return { error: "truncated" };
    const content = rest.slice(3, 3 + high * 32 + low);
    rest = rest.slice(3 + content.length);
    const tag = alphabet.charAt(type);
    const length = { p: 52, s: 52, h: 52, n: 53 }[tag];
    if (length !== undefined && content.length !== length) report(invoice, `wrong_length_${tag}`);
    else if (seen.has(tag) && "psdnhxcm9".includes(tag)) report(invoice, `duplicate_${tag}`);
    else if (!readField(tag, content, reading, invoice, network)) return { error: "bad_field" };
    else seen.add(tag);
  }
  if (invoice.paymentHash === null) report(invoice, "missing_p");
  if (invoice.paymentSecret === null) report(invoice, "missing_s");
  if (invoice.description === null && invoice.descriptionHash === null) report(invoice, "missing_d_h");
  if (invoice.description !== null && invoice.descriptionHash !== null) report(invoice, "both_d_h");
  const s = BigInt(`0x${invoice.signature.slice(64)}`);
  if (reading.named && s > 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n / 2n) {
    report(invoice, "high_s_with_n");
  }
  const date = new Date((invoice.timestamp + invoice.expiry) * 1000);
  if (!Number.isNaN(Number(date))) invoice.expiresAt = date;
  let signed = bits(data);
  while (signed.length % 8 !== 0) signed += "0";
  const message = Buffer.concat([Buffer.from(prefix, "latin1"), Buffer.from(hex(signed), "hex")]);
  reading.signed = sha256(message);
  return reading;
}

/** What BIP 173 refuses, in the order in which it is looked at. */
function brokenFrame(given: string): string | null {
  if (/[a-z]/.test(given) && /[A-Z]/.test(given)) return "mixed_case";
  const text = given.toLowerCase();
  const separator = text.lastIndexOf("1");
  if (separator < 0) return "not_bolt11";
  if (text.length < separator + 7) return "truncated";
  if ([...text.slice(separator + 1)].some((character) => !alphabet.includes(character))) return "bad_character";
  return bech32.decodeUnsafe(text, false) ? null : "bad_checksum";
}

function readAmount(text: string): { msat: bigint | null; issues: DecodedInvoice["issues"] } | string {
  if (text === "") return { msat: null, issues: [] };
  const [, digits, multiplier] = /^([0-9]+)([munp]?)$/.exec(text) ?? [];
  if (digits === undefined) return "bad_amount";
  const perBitcoin = { "": 1n, m: 1_000n, u: 1_000_000n, n: 1_000_000_000n, p: 1_000_000_000_000n }[multiplier ?? ""];
  const tenths = (BigInt(digits) * 1_000_000_000_000n) / (perBitcoin as bigint);
  if (tenths > 21_000_000n * 1_000_000_000_000n || tenths % 10n !== 0n) return "bad_amount";
  const issues: DecodedInvoice["issues"] = [];
  if (digits.length > 1 && digits.startsWith("0")) issues.push("amount_leading_zero");
  if (tenths === 0n) issues.push("amount_zero");
  return { msat: tenths / 10n, issues };
}

function readField(
  tag: string,
  content: number[],
  reading: Reading,
  invoice: DecodedInvoice,
  [, segwit, keyHash, scriptHash]: [string, string, number, number],
): boolean {
  const value = number(content);
  if (tag === "x" || tag === "c") {
    if (content[0] === 0) report(invoice, `non_minimal_${tag}`);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) return false;
    if (tag === "x") invoice.expiry = Number(value);
    else invoice.minFinalCltvExpiry = Number(value);
    if (tag === "c" && value >= 2n ** 32n) report(invoice, "large_min_final_cltv");
  } else if (tag === "9") {
    if (content[0] === 0) report(invoice, "non_minimal_9");
    const set = [...bits(content)].reverse().flatMap((bit, index) => (bit === "1" ? [index] : []));
    invoice.featureBits = set;
    const assigned = [34, 36, 38, 42, 44, 46, 48, 50, 60, 62];
    if (set.some((bit) => bit % 2 === 0 && bit > 28 && !assigned.includes(bit))) {
      report(invoice, "unknown_required_feature");
    }
    const has = (feature: number) => set.some((bit) => bit >> 1 === feature >> 1);
    if ((has(16) && !has(14)) || (has(50) && !has(46)) || (has(60) && !has(26))) {
      report(invoice, "missing_feature_dependency");
    }
  } else if (tag === "f") {
    const [version, ...program] = content;
    if (version === undefined) report(invoice, "empty_f");
    else if (version <= 18) {
      const length = Math.floor((program.length * 5) / 8);
      const fits =
        version > 16 || version === 0 ? length === 20 || (version === 0 && length === 32) : length >= 2 && length <= 40;
      if (!fits || (program.length * 5) % 8 > 4) report(invoice, "invalid_fallback");
      else {
        const bytes = Uint8Array.from(Buffer.from(bytesOf(program, invoice), "hex"));
        const old = Uint8Array.of(version === 17 ? keyHash : scriptHash, ...bytes);
        const coder = version === 0 ? bech32 : bech32m;
        invoice.fallbackAddresses.push(
          version > 16
            ? createBase58check(sha256).encode(old)
            : coder.encode(segwit, [version, ...coder.toWords(bytes)]),
        );
      }
    }
  } else if (tag === "r") {
    const hops = bytesOf(content, invoice);
    if (hops === "" || hops.length % 102 !== 0) report(invoice, "bad_route_hint");
    else invoice.routeHints.push((hops.match(/.{102}/g) ?? []).map((hop) => readHop(hop, invoice)));
  } else if (tag === "d") {
    const bytes = Buffer.from(bytesOf(content, invoice), "hex");
    invoice.description = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    if (!Buffer.from(invoice.description).equals(bytes)) report(invoice, "description_not_utf8");
  } else if (tag === "p") invoice.paymentHash = bytesOf(content, invoice);
  else if (tag === "s") invoice.paymentSecret = bytesOf(content, invoice);
  else if (tag === "h") invoice.descriptionHash = bytesOf(content, invoice);
  else if (tag === "m") invoice.metadata = bytesOf(content, invoice);
  else if (tag === "n") reading.named = bytesOf(content, invoice);
  else invoice.unknownFields.push({ tag, words: Uint8Array.from(content) });
  return true;
}

function readHop(hop: string, invoice: DecodedInvoice) {
  const pubkey = hop.slice(0, 66);
  if (!pubkey.startsWith("02") && !pubkey.startsWith("03")) report(invoice, "invalid_route_hint_key");
  return {
    pubkey,
    shortChannelId: hop.slice(66, 82),
    feeBaseMsat: Number.parseInt(hop.slice(82, 90), 16),
    feeProportionalMillionths: Number.parseInt(hop.slice(90, 98), 16),
    cltvExpiryDelta: Number.parseInt(hop.slice(98), 16),
  };
}

function payeeOf({ invoice, named, signed }: Reading): string | null {
  if (!invoice || !signed || invoice.recoveryId > 3) return null;
  const signature = Uint8Array.from(Buffer.from(invoice.signature, "hex"));
  try {
    if (named !== undefined) return isSigned(signature, signed, named) ? named : null;
    return Buffer.from(recover(signature, invoice.recoveryId, signed)).toString("hex");
  } catch {
    return null;
  }
}

/** BIP 21's amounts against the invoice's, or among themselves: the same, or as whole satoshi next to it. */
function contradict(amounts: string[], amountMsat: bigint | null): boolean {
  const values = amounts.filter((amount) => amount !== "").map(msatOf);
  if (values.length === 0) return false;
  const meant = amountMsat ?? values[0];
  if (meant === null || meant === undefined || values.includes(null)) return true;
  const floor = (meant / 1000n) * 1000n;
  const close = meant === floor ? [meant] : [meant, floor, floor + 1000n];
  return values.some((value) => !close.includes(value as bigint));
}

function msatOf(amount: string): bigint | null {
  const [whole = "", fraction = "", ...more] = amount.split(".");
  if (more.length > 0 || !/^[0-9]*$/.test(whole + fraction)) return null;
  const digits = fraction.padEnd(11, "0");
  if (whole.length > 20 || /[^0]/.test(digits.slice(11))) return null;
  return BigInt(`0${whole}`) * 100_000_000_000n + BigInt(digits.slice(0, 11));
}

function report(invoice: DecodedInvoice, issue: string): void {
  const issues: string[] = invoice.issues;
  if (!issues.includes(issue)) issues.push(issue);
}

function bits(words: number[]): string {
  return words.map((word) => word.toString(2).padStart(5, "0")).join("");
}

function number(words: number[]): bigint {
  return words.length === 0 ? 0n : BigInt(`0b${bits(words)}`);
}

function hex(bits: string): string {
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, "0")).join("");
}

/** The whole bytes, in hex; what is left over should be zero. */
function bytesOf(words: number[], invoice: DecodedInvoice): string {
  const all = bits(words);
  if (all.slice(all.length - (all.length % 8)).includes("1")) report(invoice, "nonzero_padding");
  return hex(all);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(bytes).digest());
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function clean(text: string): string {
  return [...text].filter((character) => !isBlank(character)).join("");
}

function isBlank(character: string): boolean {
  const code = character.codePointAt(0) as number;
  if (character.trim() === "" || code === 0xad || code === 0x61c || code === 0x180e) return true;
  return [
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2060, 0x206f],
  ].some(([first = 0, last = 0]) => code >= first && code <= last);
}
