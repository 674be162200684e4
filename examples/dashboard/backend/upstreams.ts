import { createSandbox, type Sandbox } from "unvoice/sandbox";

/** An API as the backend reaches it. The key never leaves the backend. */
export interface Upstream {
  /** Reflex's GraphQL endpoint; of Txn, what stands before `/api/public/v1/invoices`. */
  url: string;
  key: string;
  mode: "live" | "sandbox";
}

/** Both APIs, and what ends them. */
export interface Upstreams {
  reflex: Upstream;
  txn: Upstream;
  close(): Promise<void>;
}

const REFLEX_URL = "https://reflex.amboss.tech/graphql";
/** Ten thousand in all: what the table has to bear. */
const SANDBOX_INVOICES = { reflex: 8500, txn: 1500 };

/**
 * The APIs that have a key in the environment, and the sandbox in place of the others.
 *
 * @throws Error where TXN_API_KEY stands without TXN_BASE_URL: no production host is documented; and where an address would
 * carry a key in the clear.
 * @example
 * const upstreams = await upstreamsFromEnvironment(process.env);
 */
export async function upstreamsFromEnvironment(environment: Record<string, string | undefined>): Promise<Upstreams> {
  const { REFLEX_API_KEY, TXN_API_KEY, TXN_BASE_URL } = environment;
  if (TXN_API_KEY && !TXN_BASE_URL) throw new Error("TXN_API_KEY is set: set TXN_BASE_URL too, the host it is for.");
  const reflexUrl = checkAddress("REFLEX_URL", environment.REFLEX_URL || REFLEX_URL);
  const txnUrl = TXN_BASE_URL && checkAddress("TXN_BASE_URL", TXN_BASE_URL);
  const sandbox = createSandbox({
    now: new Date(),
    reflex: { invoices: SANDBOX_INVOICES.reflex },
    txn: { invoices: SANDBOX_INVOICES.txn },
  });
  const upstreams = await sandboxUpstreams(sandbox);
  if (REFLEX_API_KEY) upstreams.reflex = { url: reflexUrl, key: REFLEX_API_KEY, mode: "live" };
  if (TXN_API_KEY && txnUrl) upstreams.txn = { url: txnUrl, key: TXN_API_KEY, mode: "live" };
  return upstreams;
}

function checkAddress(variable: string, address: string): string {
  const { protocol, hostname } = new URL(address);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol === "https:" || (protocol === "http:" && isLoopback)) return address;
  throw new Error(`${variable} must begin with https://: the key would travel in the clear.`);
}

/**
 * Both APIs out of one sandbox, on a loopback port of its own.
 *
 * @example
 * const upstreams = await sandboxUpstreams(createSandbox());
 */
export async function sandboxUpstreams(sandbox: Sandbox): Promise<Upstreams> {
  const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
  const { reflex, txn } = sandbox.clientOptions();
  return {
    reflex: { url: reflexUrl, key: reflex.apiKey, mode: "sandbox" },
    txn: { url: txnBaseUrl, key: txn.apiKey, mode: "sandbox" },
    close,
  };
}
