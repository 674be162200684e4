import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A server of invoices in a process of its own. */
export interface InvoiceServer {
  /** The base URL of a list of so many invoices, each answer so many milliseconds late. */
  list(invoices: number, latencyMs: number): string;
  stop(): void;
}

/**
 * Starts a server of invoices.
 *
 * @example
 * const server = await startServer();
 * const txn = createTxnClient({ apiKey: "key", baseUrl: server.list(20_000, 0) });
 */
export async function startServer(): Promise<InvoiceServer> {
  const file = fileURLToPath(new URL("./main.ts", import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const origin = line.toString().trim();
  return {
    list: (invoices, latencyMs) => `${origin}/${latencyMs}/${invoices}`,
    stop: () => child.stdin.end(),
  };
}
