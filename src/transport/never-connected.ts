import { chainOf, partsOf, propertyOf } from "./thrown.ts";

/** System calls of a connection that is yet to be made. */
const CONNECTING = new Set(["connect", "getaddrinfo"]);

/** Codes that stand for a connection, or a proxy's tunnel, that did not come about, and for nothing else. */
const NOT_CONNECTED = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_CONN",
  "UND_ERR_PRX_TLS",
  "ERR_PROXY_TUNNEL",
  // Bun
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** A certificate that was not accepted, by OpenSSL's names of the reasons. */
const BAD_CERTIFICATE =
  /^(CERT_\w+|CRL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_\w+|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** What TLS says within a handshake only: of all others some can come after the request was read. */
const BAD_HANDSHAKE =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|UNSUPPORTED_PROTOCOL|UNKNOWN_PROTOCOL|NO_PROTOCOLS_AVAILABLE|NO_SHARED_CIPHER|DH_KEY_TOO_SMALL|CERTIFICATE_VERIFY_FAILED|TLSV1_UNRECOGNIZED_NAME|[\w/]+_ALERT_(PROTOCOL_VERSION|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|UNKNOWN_CA|NO_APPLICATION_PROTOCOL|\w*CERTIFICATE\w*))$/;

/**
 * Whether what a `fetch` threw proves that no request left: the name did not resolve, nobody listened, TLS or a proxy refused,
 * or the runtime did not permit it.
 *
 * Never by the words of a message: a wrapper of `fetch` may report something else in them. A browser and Deno tell no more than
 * words, which proves nothing.
 */
export function neverConnected(thrown: unknown): boolean {
  return chainOf(thrown).some((error) => {
    const parts = partsOf(error);
    // Node tries several addresses: one of them that was reached would be enough.
    return parts.length > 0 ? parts.every(neverConnected) : isNotConnected(error);
  });
}

function isNotConnected(error: object): boolean {
  const code = propertyOf(error, "code");
  // Deno's, which has no code.
  if (propertyOf(error, "name") === "NotCapable") return true;
  if (typeof code !== "string") return false;
  // node-fetch calls it otherwise.
  const syscall = propertyOf(error, "syscall") ?? propertyOf(error, "erroredSysCall");
  if (CONNECTING.has(String(syscall)) || NOT_CONNECTED.has(code)) return true;
  if (BAD_CERTIFICATE.test(code) || BAD_HANDSHAKE.test(code)) return true;
  if (code === "ERR_ACCESS_DENIED") return propertyOf(error, "permission") === "Net";
  // Bun's, which has the address in place of the system call.
  if (code === "ECONNREFUSED") return /^https?:/.test(String(propertyOf(error, "path")));
  // Node's, of a socket that was closed before TLS was established.
  if (code === "ECONNRESET") return syscall === undefined && "localAddress" in error && "host" in error;
  // undici's, of a CONNECT that a proxy refused. It has the same code for a request that was aborted midway.
  return code === "UND_ERR_ABORTED" && /^Proxy response \(\d+\) !== 200 /.test(String(propertyOf(error, "message")));
}
