import { type Command, Option } from "commander";
import type { Run } from "./context.ts";

/** Declares a subcommand; its code is loaded when it runs. */
export type Declare = (usage: string, summary: string, load: () => Promise<{ run: Run }>) => Command;

/** Declares every subcommand. Summaries are what --help shows. */
export function declareCommands(declare: Declare, group: (name: string, summary: string) => Declare): void {
  declare("decode", "read a Lightning invoice, without asking anybody", () => import("./decode.ts")).argument(
    "<invoice>",
    "a BOLT 11 invoice, or - for stdin",
  );
  declare("check", "have Reflex check where an invoice leads, without saving it", () => import("./check.ts"))
    .argument("<invoice>", "a BOLT 11 invoice, or - for stdin")
    .addOption(networkOption("the network it must be of").default("mainnet"));
  declare("push", "push an invoice to Reflex, which checks and keeps it", () => import("./push.ts"))
    .argument("<invoice>", "a BOLT 11 invoice, or - for stdin")
    .option("--description <text>", "your own description of it")
    .addOption(tagOption("a tag; up to five"))
    .addOption(networkOption("refuse an invoice of another network"))
    .option("--reconcile", "where the outcome is unknown, look whether it was saved; never push twice");
  filters(declare("list", "list invoices, newest first", () => import("./list.ts")));
  declare("get", "show one invoice: of Txn by id, of Reflex by payment hash", () => import("./get.ts")).argument(
    "<id>",
    "Txn's id, or a payment hash",
  );
  declare("create", "create an invoice at Txn", () => import("./create.ts"))
    .requiredOption("--amount <decimal>", "what the end user is shown, such as 33.00")
    .requiredOption("--billed <currency>", "in this currency")
    .requiredOption("--charged <currency>", "the currency that the end user pays")
    .requiredOption("--network <code>", "the network to pay over, such as ttrx:usdt")
    .option("--target <currency>", "the currency to be credited")
    .option("--account <id>", "the account to be credited")
    .option("--reference <text>", "your own id for the payment; unique")
    .option("--success-url <url>", "where the end user is sent after paying")
    .option("--unsuccess-url <url>", "where the end user is sent after failing to")
    .option("--method <names>", "on_chain, nft; separated by commas")
    .option("--reconcile", "where the outcome is unknown, look whether it was created; never create twice");
  declare("wait", "wait for what becomes of an invoice of Txn", () => import("./wait.ts"))
    .argument("<id>", "Txn's id")
    .option("--until <names>", "the statuses to wait for, separated by commas", "completed");
  filters(declare("export", "write all invoices to a file, oldest first", () => import("./export.ts")))
    .option("--output <file>", "the file; .csv, .jsonl, .json and .md say the format")
    .option("--resume", "go on where an export to this file stopped")
    .option("--overwrite", "replace a file that exists");
  mirror(declare("sync", "bring a mirror of the invoices in a database up to date", () => import("./sync.ts")));
  mirror(declare("audit", "compare a mirror with the services, invoice by invoice", () => import("./audit.ts")));
  const webhook = group("webhook", "verify and send deliveries by hand");
  webhook("verify", "check whether a delivery comes from Txn", () => import("./webhook/verify.ts"))
    .argument("[file]", "the raw body, as it came; - or nothing for stdin")
    .requiredOption("--id <text>", "the header svix-id")
    .requiredOption("--timestamp <seconds>", "the header svix-timestamp")
    .requiredOption("--signature <text>", "the header svix-signature")
    .option("--tolerance <time>", "how old it may be, such as 7d; 5min unless given");
  webhook("send", "send a signed delivery to an endpoint of yours", () => import("./webhook/send.ts"))
    .argument("<url>", "the endpoint")
    .option("--payload <file>", "the body, - for stdin; one of the sandbox's invoices unless given");
  declare("sandbox", "run both services, emulated, on this machine", () => import("./sandbox.ts"))
    .option("--port <number>", "port to listen on, 0 for any free one", "4010")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <number>", "the same seed gives the same data", "1")
    .option("--invoices <number>", "invoices in each service at the start", "200")
    .option("--guesses <file>", "behave as a service did: a report of doctor --json");
  declare("doctor", "ask the services how they differ from their documents", () => import("./doctor/run.ts"))
    .argument("[service]", "reflex, txn or all (the default: those with a key)")
    .option("--json <file>", "write the report, without keys, ids, amounts or invoices")
    .option("--probe-auth", "also send a wrong key, to see how it is refused")
    .option("--allow-push <invoice>", "also push this invoice of yours twice, to see what becomes of the second");
  declare("config", "show which keys and addresses would be used, and from where", () => import("./config.ts"));
  declare("completion", "print what completes commands in your shell", () => import("./completion.ts")).argument(
    "<shell>",
    "bash, zsh or fish",
  );
}

function filters(command: Command): Command {
  return command
    .argument("[service]", "reflex, txn or all (the default: those with a key)")
    .option("--from <date>", "created at or after: 2026-05, yesterday, 7d, 2026-05-31T14:30:00Z")
    .option("--to <date>", "created up to; a day, a month or a year is meant whole")
    .addOption(tagOption("Reflex: only with this tag"))
    .option("--status <names>", "Txn: only these, separated by commas")
    .option("--reference <text>", "Txn: only with this reference")
    .option("--limit <number>", "at most so many");
}

function mirror(command: Command): Command {
  return command
    .argument("[service]", "reflex, txn or all (the default: those with a key)")
    .option("--database <file>", "the SQLite file; made where there is none (else Postgres by DATABASE_URL)")
    .option("--schema <name>", "keeps its tables apart from others");
}

function tagOption(words: string): Option {
  return new Option("--tag <k=v>", `${words}; can be given several times`).argParser(
    (value: string, before: string[] = []) => [...before, value],
  );
}

function networkOption(words: string): Option {
  return new Option("--network <name>", words).choices(["mainnet", "testnet", "signet", "regtest", "simnet"]);
}
