import { errorsOf } from "../ask.ts";
import type { Notes } from "../findings.ts";
import { type Json, objectOf, objectsOf, onlyOne } from "../values.ts";
import type { ReflexQuestions } from "./questions.ts";

const PUSH = `mutation ($invoice: CreateInvoice!) { pushInvoice(invoice: $invoice) {
  invoice { id description }
  checks { destinations { field_location checks { channels { list { chan_id } } ips { statistics { types { amount percent } } } } } } } }`;

/** What becomes of an invoice that is pushed twice, and the words of its checks. Asked only where the user gave an invoice for it. */
export async function noteAllowedPush(
  notes: Notes,
  questions: ReflexQuestions,
  payment_request: string,
): Promise<void> {
  const push = async () => {
    const answer = await questions.ask(PUSH, { invoice: { payment_request } });
    return { pushed: objectOf(objectOf(objectOf(answer.body).data).pushInvoice), errors: errorsOf(answer.body) };
  };
  const first = await push();
  const { id } = objectOf(first.pushed.invoice);
  if (typeof id !== "string") return;
  notes.fact("pushing", "the key may push");
  noteChecks(notes, objectsOf(objectOf(first.pushed.checks).destinations));
  const second = await push();
  const again = objectOf(second.pushed.invoice).id;
  if (typeof again === "string") notes.set("repeatedPush", again === id ? "return-existing" : "create");
  else if (second.errors.length > 0) notes.set("repeatedPush", "error");
}

function noteChecks(notes: Notes, destinations: readonly Json[]): void {
  const words = destinations.map(({ field_location }) => String(field_location));
  const forms: Record<string, string> = {
    destination: "lower_case",
    routing_info: "lower_case",
    ROUTING_INFO: "fields",
    ROUTE_HINT: "route_hint",
  };
  const form = onlyOne(words.map((word) => forms[word]).filter((known) => known !== undefined));
  notes.set("fieldLocations", form);
  const checks = destinations.map((one) => objectOf(one.checks));
  const channels = checks
    .flatMap((one) => objectsOf(objectOf(one.channels).list))
    .map(({ chan_id }) => String(chan_id));
  const ids = onlyOne(
    channels.map((text) => (/^\d+x\d+x\d+$/.test(text) ? "short" : /^\d+$/.test(text) ? "number" : "other")),
  );
  notes.set("channelIds", ids === "other" ? null : ids);
  const sums = checks
    .map((one) => objectsOf(objectOf(objectOf(one.ips).statistics).types))
    .filter((types) => types.length > 0);
  const wholes = sums.map((types) => Math.round(types.reduce((sum, { percent }) => sum + Number(percent), 0)));
  const whole = onlyOne(wholes);
  notes.set("percentOf", whole === 1 || whole === 100 ? whole : null);
}
