import { brandClasses } from "../errors/brand.ts";
import { type ErrorContext, UnvoiceError } from "../errors/errors.ts";

/** What is wrong with a mirror's database. */
export type MirrorErrorCode =
  /** The file is no SQLite database. */
  | "not_a_database"
  /** A later version of this package made it. */
  | "newer_version"
  /** It has a table of a name that the mirror needs, and somebody else made it. */
  | "foreign_table"
  /** The mirror, or the pool given to it, is closed. */
  | "database_closed"
  /** Everything else that a database refuses; its own error is the `cause`. */
  | "database_failed";

/**
 * The mirror's database cannot be used; nothing was changed in it. The message says what to do.
 *
 * @see docs/mirror.md
 */
export class MirrorError extends UnvoiceError {
  declare readonly code: MirrorErrorCode;
  constructor(message: string, code: MirrorErrorCode, context?: ErrorContext) {
    super(message, context, code);
  }
}

/** Another sync or audit of the same mirror is at work, in this process or another; this one did nothing. */
export class MirrorBusyError extends UnvoiceError {
  constructor() {
    super(
      "Another sync or audit of this mirror is at work. This one did nothing: call it again later.",
      {},
      "mirror_busy",
    );
  }
}

brandClasses({ MirrorError, MirrorBusyError });

/** What a mirror says that is closed. */
export function closed(): MirrorError {
  return new MirrorError(
    "This mirror is closed. Create another: createMirror({ client, database }).",
    "database_closed",
  );
}

/**
 * A driver's error as one of ours. Its details are left behind: they may quote a row, and with it a payment request.
 *
 * @param error what the driver threw
 */
export function databaseError(error: unknown): UnvoiceError {
  if (error instanceof UnvoiceError) return error;
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown };
  const cause = new Error(message);
  if (typeof code === "string") Object.assign(cause, { code });
  if (/after calling end on the pool|database is not open/.test(message)) {
    const words = "The pool given to the mirror is closed. Create the mirror with one that is open.";
    return new MirrorError(words, "database_closed", { cause });
  }
  return new MirrorError(`The database failed: ${message}`, "database_failed", { cause });
}
