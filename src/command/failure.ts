/** What the exit codes say. Below 64 are a command's own answers; from 64 on, something failed. */
export const exitCodes = [
  [0, "done; for check: nothing found"],
  [1, "the answer is no: check refuses, wait ended otherwise, audit found differences, webhook verify found a forgery"],
  [2, "check could not decide: nothing is known of a node, or a check failed"],
  [64, "wrong usage: an option, an argument or a value"],
  [65, "the input cannot be read: an invoice, a file's content"],
  [66, "a file cannot be opened"],
  [69, "the service cannot be reached, or failed"],
  [70, "a fault of this program"],
  [73, "the output file exists, or cannot be written"],
  [75, "too slow, too many requests, or busy: try again later"],
  [76, "the service's answer cannot be understood"],
  [77, "the key is missing there, wrong, or may not do this"],
  [78, "a setting is missing or wrong: a key, an address"],
  [79, "the service refused the request"],
  [80, "it is not known whether the invoice was saved or created: look before you repeat"],
  [81, "the service answered with another invoice"],
] as const;

/** An exit code that means that something failed. */
export type FailureCode = Extract<(typeof exitCodes)[number][0], 64 | 65 | 66 | 69 | 70 | 73 | 75 | 76 | 77 | 78 | 79>;

/** What a command itself refuses: one sentence that names the option and says what to do. */
export class CommandError extends Error {
  readonly exitCode: FailureCode;

  constructor(exitCode: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** By the error's name and not its class: to load the classes would load the whole client. */
const byName: Record<string, [code: number, advice: string]> = {
  InvoiceDecodeError: [65, ""],
  InputError: [64, ""],
  TypeError: [70, ""],
  ConfigError: [78, "See `unvoice config`."],
  AuthenticationError: [77, "See `unvoice config` for the key that was used."],
  PermissionDeniedError: [77, "Use a key that may do this."],
  RateLimitError: [75, "Wait a minute and run it again."],
  TimeoutError: [75, "Run it again later."],
  ConnectionError: [69, "Check the network and the address (`unvoice config`)."],
  ServerError: [69, "Run it again later."],
  ResponseValidationError: [76, "Run `unvoice doctor`: it says how the service differs from its documents."],
  PaginationError: [76, "Run `unvoice doctor`: it says how the service pages."],
  OutcomeUnknownError: [80, ""],
  InvoiceMismatchError: [81, ""],
  MirrorBusyError: [75, "Wait for the other run to end."],
  MirrorError: [73, ""],
  WebhookVerificationError: [78, "See `unvoice config` for the secret that was used."],
  HttpError: [79, ""],
  BadRequestError: [79, ""],
  NotFoundError: [79, ""],
  ConflictError: [79, ""],
  UnprocessableEntityError: [79, ""],
  GraphQLResponseError: [79, ""],
};

/** The exit code and the words for whatever a command threw. */
export function explain(error: unknown): { code: number; words: string } {
  if (error instanceof CommandError) return { code: error.exitCode, words: error.message };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const known = byName[name];
  if (known && known[0] !== 70) return { code: known[0], words: [message, known[1]].filter(Boolean).join(" ") };
  return {
    code: 70,
    words: `This should not have happened: ${message} Run it with --verbose and report what it says.`,
  };
}
