import { type Api, InputError, type Issue } from "../errors/errors.ts";

/** Throws one `InputError` with everything that is wrong. */
export function throwIfInvalid(issues: readonly Issue[], api: Api, operation: string): void {
  if (issues.length > 0) throw new InputError(issues, { api, operation });
}
