#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";

const HELP = `unvoice-sandbox: the Amboss Reflex and Txn invoice APIs, emulated on this machine.

Usage: unvoice-sandbox [options]

  --port <number>      port to listen on, 0 for any free one (4010)
  --host <address>     address to listen on (127.0.0.1)
  --seed <number>      the same seed gives the same data (1)
  --invoices <number>  invoices in each API at the start (200)
  --webhook <url>      where Txn's webhooks go
  --webhook-secret <whsec_...>
                       what they are signed with
  --help               this text

Time passes in it as outside. Txn's payers are you:
  POST /sandbox/invoices/<id>/pay    {"amount":"20.5","late":true}, both optional
  POST /sandbox/invoices/<id>/complete, /hold, /reject, /refund
  POST /sandbox/advance              {"ms":1200000}
`;

const MAX_PORT = 65_535;
const MAX_INVOICES = 1_000_000;

const settings = readArguments();
if (settings === "help") process.stdout.write(HELP);
else void run(settings);

interface Settings {
  port: number;
  host: string;
  seed: number;
  invoices: number;
  webhook: { to: string; secret: string | undefined } | undefined;
}

const TICK_MS = 1000;

async function run({ port, host, seed, invoices, webhook }: Settings): Promise<void> {
  const sandbox = create({
    seed,
    reflex: { invoices },
    txn: { invoices, webhook },
    onRequest: ({ api, operation, at, status }) => {
      const outcome = status === 0 ? "connection broken" : status;
      console.log(`${new Date(at).toISOString()} ${api} ${operation} ${outcome}`);
    },
  });
  const running = await sandbox.listen({ port, host }).catch((error: Error) => fail(error.message, 1));
  announce(sandbox, running.reflexUrl, running.txnBaseUrl);
  let last = performance.now();
  const ticks = setInterval(() => {
    const now = performance.now();
    void sandbox.advance(Math.floor(now - last));
    last += Math.floor(now - last);
  }, TICK_MS);
  const stop = () => {
    clearInterval(ticks);
    void running.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
}

function create(options: SandboxOptions): Sandbox {
  try {
    return createSandbox(options);
  } catch (error) {
    return fail((error as Error).message.replace(/^sandbox: /, ""), 2);
  }
}

function announce(sandbox: Sandbox, reflexUrl: string, txnBaseUrl: string): void {
  const { reflex, txn } = sandbox.clientOptions();
  console.log(`Reflex  ${reflexUrl}  key ${reflex.apiKey}
Txn     ${txnBaseUrl}  key ${txn.apiKey}

curl -s ${reflexUrl} -H 'authorization: Bearer ${reflex.apiKey}' -H 'content-type: application/json' -d '{"query":"{ getHello }"}'
curl -s '${txnBaseUrl}/api/public/v1/invoices?page=1&per_page=2' -H 'authorization: Bearer ${txn.apiKey}'
`);
}

function readArguments(): Settings | "help" {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "4010" },
        host: { type: "string", default: "127.0.0.1" },
        seed: { type: "string", default: "1" },
        invoices: { type: "string", default: "200" },
        webhook: { type: "string" },
        "webhook-secret": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return "help";
    const { webhook, "webhook-secret": secret } = values;
    if (webhook === undefined && secret !== undefined) throw new Error("--webhook-secret is nothing without --webhook");
    return {
      webhook: webhook === undefined ? undefined : { to: webhook, secret },
      port: wholeNumber("port", values.port, MAX_PORT),
      host: values.host,
      seed: wholeNumber("seed", values.seed, Number.MAX_SAFE_INTEGER),
      invoices: wholeNumber("invoices", values.invoices, MAX_INVOICES),
    };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), 2);
  }
}

function wholeNumber(name: string, text: string, maximum: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= maximum) return number;
  throw new RangeError(`--${name} must be a whole number from 0 to ${maximum}, not ${JSON.stringify(text)}`);
}

function fail(message: string, exitCode: number): never {
  process.stderr.write(`unvoice-sandbox: ${message}\n`);
  process.exit(exitCode);
}
