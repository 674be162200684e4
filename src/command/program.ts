import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { type Declare, declareCommands } from "./commands.ts";
import { type CommonOptions, formats, type Shell } from "./context.ts";
import { exitCodes } from "./failure.ts";

/**
 * The whole command line: every subcommand and option, nothing of what they do.
 *
 * @param onExit Called with a subcommand's exit code.
 */
export function createProgram(shell: Shell, onExit: (code: number) => void): Command {
  const program = new Command("unvoice")
    .description("Invoices of Amboss Reflex and Txn: look into them, check, push, list, export, mirror.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      // What was wrong is said by run.ts, without the values that stood there.
      writeErr: () => {},
      getOutHelpWidth: () => (shell.stdout.isTerminal ? shell.stdout.width : 100),
      getOutHasColors: () => shell.stdout.isTerminal && !shell.env.NO_COLOR,
    })
    .configureHelp({ showGlobalOptions: true })
    .option("--sandbox", "try it without keys: both services emulated, with invoices of their own")
    .option("--key-file <file>", "a file like .env that holds REFLEX_API_KEY, TXN_API_KEY and the like")
    .option("--reflex-url <url>", "Reflex's GraphQL endpoint (REFLEX_URL)")
    .option("--txn-url <url>", "what stands before /api/public/v1 (TXN_BASE_URL)")
    .option("--timezone <name>", "the zone of dates without one, such as Europe/Zurich", "UTC")
    .addOption(new Option("--format <format>", "default: table on a terminal, jsonl in a pipe").choices(formats))
    .option("--columns <names>", "columns, separated by commas; tags.user-id leads into a field")
    .option("--quiet", "say nothing on stderr but errors")
    .option("--verbose", "tell each request on stderr, and an error's stack")
    .option("--version", "the version")
    .helpOption("--help", "what there is")
    .addHelpText("after", `\nExit codes:\n${exitCodes.map(([code, words]) => `  ${code}  ${words}`).join("\n")}`);

  program.on("option:version", () => {
    void shell.stdout.write(`${version()}\n`);
    throw new CommanderError(0, "commander.version", "");
  });

  const declareUnder =
    (parent: Command): Declare =>
    (usage, summary, load) => {
      const command = parent.command(usage).description(summary).helpOption("--help", "what there is");
      return command.action(async () => {
        const { run } = await load();
        const args = command.processedArgs as (string | undefined)[];
        const options = command.optsWithGlobals<CommonOptions>() as never;
        onExit((await run({ shell, options, args, program })) ?? 0);
      });
    };
  declareCommands(declareUnder(program), (name, summary) =>
    declareUnder(program.command(name).description(summary).helpOption("--help", "what there is")),
  );
  return program;
}

/** Read only when it is asked for. */
function version(): string {
  const manifest = new URL(import.meta.url.endsWith(".ts") ? "../../package.json" : "../package.json", import.meta.url);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
