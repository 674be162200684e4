import { DecoderError } from "./error.ts";

const known = ["signature", "recover"];

/** The `InputError` of the package's other entries, by its brand: that class is not imported here. */
class OptionError extends DecoderError {
  readonly code = "input";
  readonly issues: readonly { path: string; message: string }[];

  constructor(path: string) {
    const message = `is not known: there are ${known.join(" and ")}`;
    super(`Invalid input: ${path}: ${message}`);
    this.issues = [{ path, message }];
  }

  override get name(): "InputError" {
    return "InputError";
  }
}

/** A misspelt option would be taken for one that was left out. */
export function refuseUnknownOptions(options: object | null | undefined): void {
  for (const name of Object.keys(options ?? {})) if (!known.includes(name)) throw new OptionError(`options.${name}`);
}
