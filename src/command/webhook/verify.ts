import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { verifyWebhook } from "../../txn/index.ts";
import type { Context, Shell } from "../context.ts";
import { CommandError } from "../failure.ts";
import { readDuration } from "../input/dates.ts";
import { readSettings } from "../input/settings.ts";
import { readBytes } from "../input/text.ts";
import { writeOne } from "../output/write.ts";

interface Options {
  id: string;
  timestamp: string;
  signature: string;
  tolerance?: string;
}

/** `unvoice webhook verify`: whether a delivery comes from Txn. */
export async function run({ shell, options, args }: Context<Options>): Promise<number> {
  const secret = webhookSecrets(readSettings(shell, options).TXN_WEBHOOK_SECRET?.value);
  const { id, timestamp, signature, tolerance } = options;
  const headers = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
  const toleranceMs = tolerance === undefined ? undefined : readDuration("--tolerance", tolerance);
  const payload = await readPayload(shell, args[0]);
  try {
    const { invoice } = await verifyWebhook({ payload, headers, secret, toleranceMs });
    await writeOne(shell, options, { genuine: true, reason: null, invoice: invoice.id, status: invoice.status });
    return 0;
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    if (name !== "WebhookVerificationError" || code === "bad_secret") throw error;
    // Txn sends webhooks of other things too: these are no forgeries.
    const genuine = code === "not_an_invoice";
    await writeOne(shell, options, { genuine, reason: message, invoice: null, status: null });
    return genuine ? 0 : 1;
  }
}

/** Several, separated by commas, while one is renewed. */
export function webhookSecrets(text: string | undefined): string[] {
  if (text) return text.split(",").map((secret) => secret.trim());
  throw new CommandError(
    78,
    "There is no secret: set TXN_WEBHOOK_SECRET in the environment, a .env file or --key-file.",
  );
}

/** The raw body: of a file, or of stdin for `-`. */
export async function readPayload(shell: Shell, file: string | undefined): Promise<Uint8Array> {
  if (file === undefined || file === "-") return readBytes(shell);
  try {
    return readFileSync(resolve(shell.cwd, file));
  } catch (cause) {
    throw new CommandError(66, "<file> cannot be read; name the file that holds the raw body, or - for stdin.", {
      cause,
    });
  }
}
