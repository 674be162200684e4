import { type ApiRequest, jsonReply, type Reply } from "../messages.ts";
import { badRequest, errorReply, notFound, type TxnError, unprocessable } from "./errors.ts";
import type { SandboxTxn } from "./sandbox-txn.ts";

/** Where the sandbox is steered over HTTP: outside of what either API documents. */
export const CONTROL = "/sandbox/";

type Controls = Pick<SandboxTxn, "pay" | "complete" | "hold" | "reject" | "refund"> & {
  advance(ms: number): Promise<void>;
  /** The sandbox's time. */
  now(): string;
};

/**
 * `POST /sandbox/invoices/<id>/pay` and its like, and `POST /sandbox/advance`: what `sandbox.txn` does in process, for other
 * processes. Webhooks follow the answer.
 *
 * @param show answers with the invoice of an id.
 */
export function control({ path, body }: ApiRequest, controls: Controls, show: (id: string) => Reply): Reply {
  const [target = "", id = "", deed = ""] = path.slice(CONTROL.length).split("/");
  const options = readBody(body);
  if (options === null) return errorReply(badRequest("the body must be a JSON object, or empty"));
  try {
    if (target === "advance" && id === "") {
      void controls.advance(typeof options.ms === "number" ? options.ms : Number.NaN);
      return jsonReply(200, { now: controls.now() });
    }
    if (target !== "invoices" || !isDeed(deed)) return errorReply(notFound);
    const { amount, late } = options;
    void controls[deed](id, {
      amount: amount === undefined ? undefined : String(amount),
      late: late === undefined ? undefined : late === true,
    });
    return show(id);
  } catch (error) {
    return errorReply(refusal(error));
  }
}

const DEEDS = ["pay", "complete", "hold", "reject", "refund"] as const;

function isDeed(text: string): text is (typeof DEEDS)[number] {
  return DEEDS.some((deed) => deed === text);
}

function readBody(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text || "{}");
    return typeof body === "object" && !Array.isArray(body) ? (body as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function refusal(error: unknown): TxnError {
  const message = error instanceof Error ? error.message : String(error);
  return unprocessable("impossible", "not possible", message);
}
