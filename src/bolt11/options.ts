import { DecoderError } from "./error.ts";

/** The `InputError` of the package's other entries, by its brand: that class is not imported here. */
class OptionError extends DecoderError {
  readonly code = "input";
  readonly issues: readonly { path: string; message: string }[];

  constructor(path: string) {
    const message = "is not known: there are signature and recover";
    super(`Invalid input: ${path}: ${message}`);
    this.issues = [{ path, message }];
  }

  override get name(): "InputError" {
    return "InputError";
  }
}

/** A misspelt option would be taken for one that was left out. */
export function refuseUnknownOptions(options: object | null | undefined): void {
  for (const name of Object.keys(options ?? {})) {
    if (name !== "signature" && name !== "recover") throw new OptionError(`options.${name}`);
  }
}
