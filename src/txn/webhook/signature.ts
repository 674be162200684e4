import { ConfigError } from "../../errors/errors.ts";
import { WebhookVerificationError } from "./error.ts";

/**
 * Whether one of the signatures is the body's, made with one of the secrets.
 *
 * @param signed What is signed: id, timestamp and body, joined by dots, in bytes.
 * @param signatures The header's text: `v1,<base64>`, several apart by blanks; other versions are not looked at.
 * @param secrets Each `whsec_<base64>`.
 * @throws WebhookVerificationError `bad_secret`, ConfigError where the platform has no WebCrypto.
 * @see https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
export async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  secrets: readonly string[],
): Promise<boolean> {
  // A header that was sent twice comes joined by ", ".
  const given = signatures.split(/,?\s+/).flatMap((one) => (one.startsWith("v1,") ? [one.slice(3)] : []));
  let isGenuine = false;
  for (const key of secrets.map(keyOf)) {
    const expected = await sign(key, signed);
    for (const signature of given) if (isEqual(signature, expected)) isGenuine = true;
  }
  return isGenuine;
}

async function sign(key: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new ConfigError("Webhooks are verified by WebCrypto (crypto.subtle), which this platform lacks.");
  const hmac = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return btoa(String.fromCharCode(...new Uint8Array(await subtle.sign("HMAC", hmac, signed))));
}

/** The bytes behind `whsec_`. */
function keyOf(secret: unknown): Uint8Array<ArrayBuffer> {
  let bytes = "";
  try {
    if (typeof secret === "string") bytes = atob(secret.trim().replace(/^whsec_/, ""));
  } catch {
    // No base64: refused below. The platform's own words would repeat it.
  }
  if (bytes === "") throw new WebhookVerificationError("bad_secret");
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

/** In the same time wherever they differ: how far a guess was right must not show. */
function isEqual(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < expected.length; at++) difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  return difference === 0;
}
