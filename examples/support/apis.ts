import { type Client, createClient } from "unvoice";
import { createSandbox, type Sandbox } from "unvoice/sandbox";

/** A client of both APIs, and the sandbox behind the one or two for which no key is set. */
export function connect(sandbox: Sandbox = createSandbox()): { client: Client; sandbox: Sandbox; where: string } {
  const { fetch, reflex, txn } = sandbox.clientOptions();
  const live = { reflex: Boolean(process.env.REFLEX_API_KEY), txn: Boolean(process.env.TXN_API_KEY) };
  const client = createClient({
    reflex: live.reflex ? {} : { ...reflex, fetch },
    txn: live.txn ? {} : { ...txn, fetch },
  });
  const where = `Reflex: ${live.reflex ? "live" : "sandbox"}. Txn: ${live.txn ? "live" : "sandbox"}.`;
  return { client, sandbox, where };
}
