import { createHmac, randomUUID } from "node:crypto";
import { createSandbox } from "../../sandbox/index.ts";
import type { Context } from "../context.ts";
import { CommandError } from "../failure.ts";
import { readSettings } from "../input/settings.ts";
import { writeOne } from "../output/write.ts";
import { readPayload, webhookSecrets } from "./verify.ts";

const TIMEOUT_MS = 15_000;

/** `unvoice webhook send`: sends a signed delivery, as Txn would, to an endpoint of one's own. */
export async function run({ shell, options, args }: Context<{ payload?: string }>): Promise<number> {
  const [secret = ""] = webhookSecrets(readSettings(shell, options).TXN_WEBHOOK_SECRET?.value);
  const url = URL.parse(args[0] ?? "");
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new CommandError(64, "<url> must be the http or https address of your endpoint.");
  }
  const body = options.payload === undefined ? await sandboxInvoice() : await readPayload(shell, options.payload);
  const headers = { "content-type": "application/json", ...sign(body, secret) };
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers,
      body: Buffer.from(body),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new CommandError(
      69,
      "Your endpoint gave no answer within 15 seconds; see that it runs and that <url> leads to it.",
      { cause },
    );
  }
  await response.body?.cancel();
  await writeOne(shell, options, { id: headers["svix-id"], status: response.status, delivered: response.ok });
  return response.ok ? 0 : 79;
}

/** One of the sandbox's invoices, as the body of a delivery. */
async function sandboxInvoice(): Promise<Uint8Array> {
  const sandbox = createSandbox({ txn: { invoices: 20 } });
  const { baseUrl, apiKey } = sandbox.clientOptions().txn;
  const id = sandbox.txn.invoices.find(({ attributes }) => attributes.status === "completed")?.id;
  const answer = await sandbox.fetch(`${baseUrl}/api/public/v1/invoices/${id}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return new Uint8Array(await answer.arrayBuffer());
}

/** Standard Webhooks: an HMAC over id, time and body, with the secret's bytes. */
function sign(body: Uint8Array, secret: string) {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? [];
  if (base64 === undefined) throw new CommandError(78, "TXN_WEBHOOK_SECRET must be whsec_ with base64 behind it.");
  const id = `msg_${randomUUID().replaceAll("-", "")}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", Buffer.from(base64, "base64")).update(`${id}.${timestamp}.`).update(body);
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${digest.digest("base64")}` };
}
