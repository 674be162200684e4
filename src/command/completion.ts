import type { Command } from "commander";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";

/** What completes the command in a shell, as a script to be sourced. */
type Script = (commands: readonly Completion[]) => string;

interface Completion {
  /** The command's words behind `unvoice`; none for the program itself. */
  path: string;
  summary: string;
  options: readonly { name: string; summary: string; values: readonly string[]; takesFile: boolean }[];
  words: readonly string[];
}

/** `unvoice completion`: a script for bash, zsh or fish. */
export async function run({ shell, args, program }: Context): Promise<undefined> {
  const script = scripts[args[0] ?? ""];
  if (!script) throw new CommandError(64, "<shell> must be one of bash, zsh, fish.");
  await shell.stdout.write(script(collect(program)));
}

function collect(program: Command): Completion[] {
  const describe = (command: Command, path: string): Completion[] => {
    const visible = [...command.options, ...(command === program ? [] : program.options)];
    const options = visible.map((option) => ({
      name: option.long ?? "",
      summary: option.description,
      values: option.argChoices ?? [],
      takesFile: /<file>/.test(option.flags),
    }));
    options.push({ name: "--help", summary: "what there is", values: [], takesFile: false });
    const words = [...command.commands.map((one) => one.name()), ...argumentWords(command)];
    const own = { path, summary: command.description(), options, words };
    return [own, ...command.commands.flatMap((one) => describe(one, `${path} ${one.name()}`.trim()))];
  };
  return describe(program, "");
}

/** Arguments whose words are known. */
function argumentWords(command: Command): string[] {
  const [argument] = command.registeredArguments;
  if (argument?.name() === "service") return ["reflex", "txn", "all"];
  return argument?.name() === "shell" ? ["bash", "zsh", "fish"] : [];
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const bash: Script = (commands) => `# unvoice for bash: source <(unvoice completion bash)
_unvoice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" part words=""
  for part in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $part" in
${commands
  .filter(({ path }) => path)
  .map(({ path }) => `      ${quoted(` ${path}`)}) path=${quoted(` ${path}`)};;`)
  .join("\n")}
    esac
  done
  case "$before" in
${values(commands)
  .map(({ name, values }) => `    ${name}) COMPREPLY=($(compgen -W ${quoted(values.join(" "))} -- "$word")); return;;`)
  .join("\n")}
    ${files(commands).join("|")}) COMPREPLY=($(compgen -f -- "$word")); return;;
  esac
  case "$path" in
${commands.map(({ path, options, words }) => `    ${quoted(path && ` ${path}`)}) words=${quoted([...words, ...options.map(({ name }) => name)].join(" "))};;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _unvoice unvoice
`;

const zsh: Script = (commands) => `#compdef unvoice
# unvoice for zsh: source <(unvoice completion zsh)
_unvoice() {
  local path="" part
  local -a entries
  for part in "\${words[@]:1:CURRENT-2}"; do
    case "$path $part" in
${commands
  .filter(({ path }) => path)
  .map(({ path }) => `      ${quoted(` ${path}`)}) path=${quoted(` ${path}`)};;`)
  .join("\n")}
    esac
  done
  case "\${words[CURRENT-1]}" in
${values(commands)
  .map(({ name, values }) => `    ${name}) compadd -- ${values.join(" ")}; return;;`)
  .join("\n")}
    ${files(commands).join("|")}) _files; return;;
  esac
  case "$path" in
${commands.map((one) => `    ${quoted(one.path && ` ${one.path}`)}) entries=(${entries(commands, one)});;`).join("\n")}
  esac
  _describe unvoice entries
}
compdef _unvoice unvoice
`;

const fish: Script = (commands) => {
  const lines = commands.flatMap(({ path, options, words }) => {
    const parts = path.split(" ").filter(Boolean);
    const condition =
      parts.length > 0
        ? parts.map((part) => `__fish_seen_subcommand_from ${part}`).join("; and ")
        : "__fish_use_subcommand";
    const head = `complete -c unvoice -n ${quoted(condition)}`;
    return [
      ...words.map((word) => `${head} -f -a ${word}${describeWord(commands, path, word)}`),
      ...options.map(({ name, summary, values, takesFile }) => {
        const value = values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : takesFile ? " -r" : "";
        return `${head} -l ${name.slice(2)}${value} -d ${quoted(summary)}`;
      }),
    ];
  });
  return `# unvoice for fish: unvoice completion fish | source\n${lines.join("\n")}\n`;
};

const scripts: Partial<Record<string, Script>> = { bash, zsh, fish };

function describeWord(commands: readonly Completion[], path: string, word: string): string {
  const summary = commands.find((one) => one.path === `${path} ${word}`.trim())?.summary;
  return summary ? ` -d ${quoted(summary)}` : "";
}

function entries(commands: readonly Completion[], { path, words, options }: Completion): string {
  const entry = (name: string, summary: string) => quoted(`${name}:${summary.replaceAll(":", "\\:")}`);
  const summary = (word: string) => commands.find((one) => one.path === `${path} ${word}`.trim())?.summary ?? "";
  return [
    ...words.map((word) => entry(word, summary(word))),
    ...options.map((one) => entry(one.name, one.summary)),
  ].join(" ");
}

function values(commands: readonly Completion[]) {
  const all = commands.flatMap(({ options }) => options).filter((option) => option.values.length > 0);
  return [...new Map(all.map((option) => [option.name, option])).values()];
}

function files(commands: readonly Completion[]): string[] {
  return [
    ...new Set(
      commands
        .flatMap(({ options }) => options)
        .filter(({ takesFile }) => takesFile)
        .map(({ name }) => name),
    ),
  ];
}
