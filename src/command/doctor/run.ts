import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ClientOptions } from "../../index.ts";
import { clientOptions, configuredSources, type Source } from "../connect.ts";
import type { Context } from "../context.ts";
import { CommandError } from "../failure.ts";
import { plain } from "../output/plain.ts";
import { writeRows } from "../output/write.ts";
import { readSource } from "../select.ts";
import { Asker } from "./ask.ts";
import { noteDrift } from "./drift.ts";
import type { Findings } from "./findings.ts";
import { ReflexQuestions } from "./reflex/questions.ts";
import { examineReflex } from "./reflex/run.ts";
import { noteTiming, reportColumns, tableRows } from "./report.ts";
import { reflexTopics } from "./topics/reflex.ts";
import { txnTopics } from "./topics/txn.ts";
import { TxnQuestions } from "./txn/questions.ts";
import { examineTxn } from "./txn/run.ts";

interface Options {
  json?: string;
  probeAuth?: boolean;
  allowPush?: string;
}

/** Requests that each service is asked at most: sixty together. */
const MOST_REQUESTS = 30;
/** Live services are given time to breathe. */
const PAUSE_MS = 200;

/** `unvoice doctor`: asks the services how they differ from their documents. */
export async function run(context: Context<Options>): Promise<number> {
  const { shell, options, args } = context;
  const asked = readSource(args[0]);
  const sources: Source[] =
    asked === undefined ? configuredSources(shell, options) : asked === "all" ? ["reflex", "txn"] : [asked];
  const client = await clientOptions(shell, options, sources);
  const { createClient } = await import("../../index.ts");
  // Refuses an address that a key must not be sent to.
  createClient(client);
  const secrets = [client.reflex?.apiKey, client.txn?.apiKey].filter((key) => typeof key === "string");
  const examined: Partial<Record<Source, Findings>> = {};
  const failures: CommandError[] = [];
  for (const source of sources) {
    const url = addressOf(source, client);
    const asker = createAsker(context, client, url);
    const found = source === "reflex" ? await reflex(asker, client, url, options) : await txn(asker, client, url);
    if (found.list !== null) await noteDrift(found.notes, source, found.list);
    noteTiming(found.notes, asker);
    examined[source] = withoutSecrets(found.notes, secrets);
    if (!found.isReached)
      failures.push(new CommandError(69, `${nameOf(source)} gave no answer; see \`unvoice config\`.`));
    else if (!found.isAdmitted)
      failures.push(new CommandError(77, `${nameOf(source)} refuses the key; see \`unvoice config\`.`));
  }
  const rows = sources.flatMap((source) => {
    const findings = examined[source];
    const topics = source === "reflex" ? reflexTopics : txnTopics;
    return findings ? tableRows(nameOf(source), { findings, topics }) : [];
  });
  await writeRows(shell, options, { all: reportColumns, shown: reportColumns }, rows);
  if (options.json !== undefined) writeReport(resolve(shell.cwd, options.json), examined);
  const [failure] = failures;
  if (failure) throw failure;
  return 0;
}

function createAsker({ shell, options }: Context, { fetch }: ClientOptions, url: string): Asker {
  // A sandbox needs no rest.
  const isNear = options.sandbox === true || /^http:/.test(url);
  return new Asker({
    // Called unbound, as the platform's wants it.
    fetch: (url, init) => (fetch ?? globalThis.fetch)(url, init),
    most: MOST_REQUESTS,
    pauseMs: isNear ? 0 : PAUSE_MS,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onRequest: options.verbose ? (method, url) => void shell.stderr.write(`> ${method} ${plain(url)}\n`) : undefined,
  });
}

function addressOf(source: Source, { reflex, txn }: ClientOptions): string {
  return String(source === "reflex" ? (reflex?.url ?? "https://reflex.amboss.tech/graphql") : txn?.baseUrl);
}

function reflex(asker: Asker, { reflex }: ClientOptions, url: string, { probeAuth, allowPush }: Options) {
  const questions = new ReflexQuestions(asker, { url, apiKey: String(reflex?.apiKey) });
  return examineReflex(questions, { probeAuth: probeAuth === true, push: allowPush ?? null });
}

function txn(asker: Asker, { txn }: ClientOptions, baseUrl: string) {
  return examineTxn(new TxnQuestions(asker, { baseUrl, apiKey: String(txn?.apiKey) }));
}

function nameOf(source: Source): string {
  return source === "reflex" ? "Reflex" : "Txn";
}

/** A service may have its own idea of what a word is. */
function withoutSecrets({ switches, facts }: Findings, secrets: readonly string[]): Findings {
  const clean = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, "(a key)"), text);
  return { switches, facts: facts.map((fact) => ({ ...fact, found: clean(fact.found) })) };
}

/** The switches of each service, as `createSandbox` takes them, and the facts beside them. */
function writeReport(path: string, examined: Partial<Record<Source, Findings>>): void {
  const { reflex, txn } = examined;
  const report = {
    reflex: reflex?.switches ?? {},
    txn: txn?.switches ?? {},
    facts: { reflex: reflex?.facts ?? [], txn: txn?.facts ?? [] },
  };
  try {
    writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw new CommandError(73, "--json names a file that cannot be written.", { cause });
  }
}
