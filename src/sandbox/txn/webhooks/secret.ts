import { createHmac } from "node:crypto";

/** What webhooks are signed with unless told otherwise. */
export const DEFAULT_WEBHOOK_SECRET = "whsec_dW52b2ljZSBzYW5kYm94IHdlYmhvb2tz";

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/**
 * The key of a secret: the bytes behind `whsec_`, decoded.
 *
 * @throws TypeError for a text of another form.
 */
export function keyOf(secret: string): Buffer {
  const encoded = SECRET.exec(secret)?.[1] ?? "";
  const key = Buffer.from(encoded, "base64");
  if (key.length > 0) return key;
  throw new TypeError("sandbox: a webhook secret is `whsec_` and base64 behind it");
}

/**
 * Signs a delivery by the documented scheme (Svix's): HMAC-SHA256 over id, time and body.
 *
 * @param timestamp seconds since 1970
 * @see https://docs.txn.pro/api-basics/webhooks/verifying-webhooks
 */
export function sign(key: Uint8Array, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
