import { pathText, read, wording } from "./read.ts";
import type { Schema } from "./schema.ts";

/**
 * A schema that every library which knows Standard Schema can use, whatever it was made with.
 *
 * @see https://standardschema.dev
 * @example
 * const result = invoiceSchema["~standard"].validate(JSON.parse(stored));
 * if (result.issues) throw new Error(result.issues[0]?.message);
 * console.log(result.value.amount_msats);
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Never throws. */
    readonly validate: (value: unknown) => StandardResult<Output>;
    /** Only for the compiler. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a Standard Schema makes of a value: the value as it is read, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong with a value; the message never repeats it. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly PropertyKey[] | undefined;
}

/**
 * Makes the public form of a schema, as tolerant as a client: what deviates from the documents passes.
 *
 * @param toValue What is given of a value that was read.
 */
export function standardSchema<T, Output>(
  schema: Schema<T>,
  toValue: (value: T) => Output,
): StandardSchemaV1<unknown, Output> {
  return { "~standard": { version: 1, vendor: "unvoice", validate } };

  function validate(value: unknown): StandardResult<Output> {
    try {
      const { value: parsed, faults } = read(schema, value);
      if (faults.length === 0) return { value: toValue(parsed) };
      return { issues: faults.map((issue) => ({ path: issue.path ?? [], message: wordsOf(issue) })) };
    } catch {
      // Not JSON: an object may throw when it is looked at.
      return { issues: [{ path: [], message: "cannot be read" }] };
    }
  }

  function wordsOf(issue: Parameters<typeof wording>[0]): string {
    return `${pathText(issue.path) || "the value"}: ${wording(issue)}`;
  }
}
