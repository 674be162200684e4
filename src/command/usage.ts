import type { CommanderError } from "commander";

/**
 * What was wrong with a command line, without any value that stood in it: it may be a key or an invoice in the wrong
 * place.
 */
export function usageWords({ code, message }: CommanderError): { code: 64; words: string } {
  const words = message.replace(/^error: /, "");
  const suggestion = /\(Did you mean [^()]{1,80}\)/.exec(words)?.[0];
  const given = /option '(?:-\w, )?(--?[\w-]+)/.exec(words)?.[1];
  // What is longer than any option may be a key behind a stray dash.
  const flag = given && given.length <= 24 ? given : "This";
  return { code: 64, words: [sentence(code, words, flag), suggestion?.slice(1, -1)].filter(Boolean).join(" ") };
}

function sentence(code: string, words: string, flag: string): string {
  if (code === "commander.unknownOption") {
    const secret = /key|secret|token|password/i.test(flag)
      ? " Secrets are read from the environment, a .env file or --key-file, never from an option."
      : "";
    return `${flag} is not an option here; see --help.${secret}`;
  }
  if (code === "commander.unknownCommand") return "There is no such command; see unvoice --help.";
  if (code === "commander.missingArgument") {
    return `The argument <${/'([^']*)'/.exec(words)?.[1]}> is missing; see --help.`;
  }
  if (code === "commander.excessArguments") return "There are more arguments than this command takes; see --help.";
  if (code === "commander.optionMissingArgument") return `${flag} needs a value; see --help.`;
  if (code === "commander.missingMandatoryOptionValue") return `${flag} is missing; see --help.`;
  // A wrong value of a choice: what is allowed is said, what was given is not.
  const allowed = /Allowed choices are ([^.]*)/.exec(words)?.[1];
  if (allowed) return `${flag} must be one of ${allowed}.`;
  return code === "commander.help" ? "Which command? See unvoice --help." : `${words.replace(/\.?$/, ".")}`;
}
