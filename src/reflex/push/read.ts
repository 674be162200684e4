import { ResponseValidationError } from "../../errors/errors.ts";
import type { Connection } from "../connection.ts";
import { errorWords } from "../graphql-errors.ts";
import type { GraphQLAnswer } from "../query.ts";
import { pushedInvoice } from "../schemas.ts";
import type { CheckError, PushedInvoice } from "../types.ts";
import type { Push } from "./input.ts";

/** GraphQL's `data` in the answer to a push. */
export interface PushAnswer {
  pushInvoice?: { invoice?: unknown; checks?: unknown } | null;
}

/** More are not told: nobody reads them, and a hostile answer may have a million. */
const MOST_ERRORS = 100;

/**
 * Reads the answer to a push. What failed beside the invoice does not hide that it was saved: it stands in `checkErrors`.
 *
 * @throws ResponseValidationError where the invoice, or what must be in it, is missing.
 */
export function readPushed(
  connection: Connection,
  answer: GraphQLAnswer<PushAnswer>,
  { options, saves }: Push,
): Pick<PushedInvoice, "invoice" | "checks" | "checkErrors"> {
  const pushed = answer.data.pushInvoice;
  const checkErrors = answer.graphqlErrors.slice(0, MOST_ERRORS).map((error): CheckError => {
    return { message: errorWords(error, answer.redact), path: pathOf(error, answer.redact) };
  });
  const wanted = options.checks !== false;
  try {
    const { invoice, checks } = connection.parse(pushedInvoice, pushed, answer, "pushInvoice");
    return { invoice, checks: wanted ? checks : null, checkErrors };
  } catch (error) {
    if (!saves || !(error instanceof ResponseValidationError)) throw error;
    // Without its checks it is read once more: only an invoice that is unreadable itself makes the push one of unknown outcome.
    const alone = { ...pushed, checks: undefined };
    const { invoice } = connection.parse(pushedInvoice, alone, answer, "pushInvoice");
    const unreadable = error.issues.map(({ path, message }) => ({
      message: `${path}: ${message}`,
      path: ["pushInvoice", "checks"],
    }));
    return { invoice, checks: null, checkErrors: [...checkErrors, ...unreadable] };
  }
}

/** Where an error stands in the answer, as the server says it. */
function pathOf(error: unknown, redact: (text: string) => string): (string | number)[] {
  const { path } = (error ?? {}) as { path?: unknown };
  if (!Array.isArray(path)) return [];
  return path.slice(0, MOST_ERRORS).map((part) => (typeof part === "number" ? part : redact(String(part))));
}
