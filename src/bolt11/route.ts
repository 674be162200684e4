import { readNumber, toHex } from "./bytes.ts";
import { report } from "./issues.ts";
import type { InvoiceIssue, RouteHop } from "./types.ts";

// BOLT 11, `r`: pubkey 33, short_channel_id 8, fee_base_msat 4, fee_proportional_millionths 4, cltv_expiry_delta 2.
const hopLength = 51;

/** The one route hint of an `r` field, in a list; an empty list, with an issue, where it is not whole hops. */
export function readRouteHint(bytes: Uint8Array, issues: InvoiceIssue[]): RouteHop[][] {
  if (bytes.length === 0 || bytes.length % hopLength !== 0) {
    report(issues, "bad_route_hint");
    return [];
  }
  const hops: RouteHop[] = [];
  for (let at = 0; at < bytes.length; at += hopLength) {
    const pubkey = toHex(bytes.subarray(at, at + 33));
    // SEC 1, 2.3.3: a compressed point. Whether it is on the curve is seen where the signature is checked.
    if (!/^0[23]/.test(pubkey)) report(issues, "invalid_route_hint_key");
    hops.push({
      pubkey,
      shortChannelId: toHex(bytes.subarray(at + 33, at + 41)),
      feeBaseMsat: readNumber(bytes.subarray(at + 41, at + 45), 256),
      feeProportionalMillionths: readNumber(bytes.subarray(at + 45, at + 49), 256),
      cltvExpiryDelta: readNumber(bytes.subarray(at + 49, at + 51), 256),
    });
  }
  return [hops];
}
