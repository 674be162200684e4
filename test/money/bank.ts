import type { InvoiceTagInput } from "unvoice";
import { reflexInvoice, SEED_HASH, SEED_INVOICE } from "../support/fixtures.ts";
import type { ListKind, PushKind, Schedule } from "./schedule.ts";

interface Row {
  id: string;
  createdAt: number;
  visibleAt: number;
  wire: Record<string, unknown>;
}

interface Listing {
  filter: { from: string };
  page: { limit: number; offset: number };
}

interface Push {
  invoice: { payment_request: string; description?: string | null; tags?: InvoiceTagInput[] | null };
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** A server that keeps invoices, and goes on with its work when its client has hung up. Written from the documents alone. */
export class Bank {
  /** The ids of the rows that pushes left. */
  readonly saved: string[] = [];
  readonly #rows: Row[] = [];
  readonly #schedule: Schedule;
  #pushes = 0;
  #lists = 0;

  constructor(schedule: Schedule, push: Push["invoice"]) {
    this.#schedule = schedule;
    const { older, olderMs, others } = schedule;
    const before = this.#now() - olderMs;
    if (older === "same") this.#keep(push, before);
    if (older === "other")
      this.#keep({ ...push, description: "another", tags: [{ key: "is-other", boolean_value: true }] }, before);
    for (let i = 0; i < others; i++) {
      this.#keep({ payment_request: `lnbc1other${i}` }, this.#now() + i, { payment_hash: String(i).padStart(64, "0") });
    }
  }

  /** What the client calls. */
  readonly fetch = (_url: unknown, init?: RequestInit): Promise<Response> => {
    const { query, variables } = JSON.parse(String(init?.body));
    const answer = this.#serve(query, variables);
    answer.catch(() => {});
    const signal = init?.signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      answer.then(resolve, reject);
    });
  };

  async #serve(query: string, variables: Push & Listing): Promise<Response> {
    if (query.startsWith("mutation")) {
      this.#pushes += 1;
      return this.#push(this.#schedule.pushes[this.#pushes - 1] ?? "ok", variables);
    }
    this.#lists += 1;
    return this.#list(this.#schedule.lists[this.#lists - 1] ?? "ok", variables);
  }

  async #push(kind: PushKind, { invoice }: Push): Promise<Response> {
    const { latencyMs, saveMs } = this.#schedule;
    const error = (message: string, path?: unknown[], code?: string) => ({ message, path, extensions: { code } });
    const below = ["pushInvoice", "invoice", "tags"];
    if (kind === "never_connected")
      throw broken("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED", syscall: "connect" });
    if (kind === "no_such_name")
      throw broken("getaddrinfo ENOTFOUND reflex", { code: "ENOTFOUND", syscall: "getaddrinfo" });
    if (kind === "tls_failed")
      throw broken("unable to verify the first certificate", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    await wait(latencyMs);
    switch (kind) {
      case "reset_before":
        throw broken("other side closed", { code: "UND_ERR_SOCKET" });
      case "stall_before":
        return new Promise(() => {});
      case "rate_limit":
        return this.#json(429, "", { "retry-after": "0" });
      case "rate_limit_broken_body":
        return this.#breaking(429, '{"errors":', { "retry-after": "0" });
      case "throttled_200":
        return this.#json(200, { data: null, errors: [error("Too Many Requests")] }, { "retry-after": "0" });
      case "throttled_at_push":
        return this.#json(
          200,
          { data: null, errors: [error("too many requests", ["pushInvoice"])] },
          { "retry-after-short": "0" },
        );
      case "throttled_400":
        return this.#json(400, { errors: [error("Too Many Requests")] }, { "retry-after": "0" });
      case "unauthenticated_200":
        return this.#json(200, { data: null, errors: [error("Unauthorized", ["pushInvoice"], "UNAUTHENTICATED")] });
      case "unauthorized_401":
        return this.#json(401, { message: "Unauthorized" });
      case "unauthorized_broken_body":
        return this.#breaking(401, '{"message":');
      case "bad_input":
        return this.#json(400, { errors: [error("bad", undefined, "BAD_USER_INPUT")] });
      case "refused_by_resolver":
        return this.#json(200, {
          data: null,
          errors: [error("Invalid invoice", ["pushInvoice"], "INTERNAL_SERVER_ERROR")],
        });
      case "gateway_502_before":
        return this.#text(502, "<html>");
      case "redirect_before":
        return this.#text(302, "", { location: "https://elsewhere/" });
      case "request_timeout_before":
        return this.#text(408, "");
      case "gateway_504_while_saving":
        wait(saveMs).then(() => this.#save(invoice));
        return this.#text(504, "<html>");
      case "slow_save":
        await wait(this.#schedule.timeoutMs + saveMs);
        break;
      default:
        await wait(saveMs);
    }
    const { wire } = this.#save(invoice);
    const whole = { data: { pushInvoice: { invoice: wire, checks: { destinations: [] } } } };
    const failing = (...errors: unknown[]) =>
      this.#json(200, { data: { pushInvoice: { invoice: wire, checks: null } }, errors });
    await wait(latencyMs);
    switch (kind) {
      case "reset_after":
        throw broken("read ECONNRESET", { code: "ECONNRESET", syscall: "read" });
      case "gateway_502_after":
        return this.#text(502, "<html>");
      case "error_500_throttled":
        return this.#json(500, { data: null, errors: [error("too many requests", ["pushInvoice"])] });
      case "redirect_after":
        return this.#text(303, "", { location: "/result" });
      case "request_timeout_after":
        return this.#text(408, "");
      case "truncated_body":
        return this.#breaking(200, JSON.stringify(whole).slice(0, -9));
      case "stalled_body":
        return this.#breaking(200, JSON.stringify(whole).slice(0, -9), {}, "stall");
      case "empty_200":
        return this.#text(200, "");
      case "html_200":
        return this.#text(200, "<html>");
      case "no_push_in_answer":
        return this.#json(200, { data: { pushInvoice: null } });
      case "unusable_invoice":
        return this.#json(200, { data: { pushInvoice: { invoice: { ...wire, id: null } } } });
      case "error_below_push":
        return this.#json(200, { data: null, errors: [error("no", below)] });
      case "throttled_below_push":
        return this.#json(200, { data: null, errors: [error("too many requests", below)] }, { "retry-after": "0" });
      case "forbidden_below_push":
        return this.#json(400, { data: null, errors: [error("no", below, "FORBIDDEN")] });
      case "checks_throttled":
        return failing(error("ip-api: too many requests", ["pushInvoice", "checks"]));
      case "checks_failed":
        return failing(error("ip-api is down", ["pushInvoice", "checks"], "INTERNAL_SERVER_ERROR"));
      case "fetch_throws_words":
        throw new Error('HTTP 500: {"message":"audit: connect ECONNREFUSED 10.0.0.5:5432"}');
      default:
        return this.#json(200, whole);
    }
  }

  async #list(kind: ListKind, { filter, page }: Listing): Promise<Response> {
    const { latencyMs, pageSize, repeatsRows, heedsFilter } = this.#schedule;
    await wait(latencyMs);
    if (kind === "reset") throw broken("other side closed", { code: "UND_ERR_SOCKET" });
    if (kind === "stall") return new Promise(() => {});
    if (kind === "gateway_502" || kind === "html_200") return this.#text(kind === "html_200" ? 200 : 502, "<html>");
    if (kind === "unauthorized_401") return this.#json(401, { message: "Unauthorized" });
    if (kind === "throttled_200")
      return this.#json(200, { errors: [{ message: "Too Many Requests" }] }, { "retry-after": "0" });
    const list = this.#rows
      .filter(
        ({ createdAt, visibleAt }) => visibleAt <= Date.now() && (createdAt >= Date.parse(filter.from) || !heedsFilter),
      )
      .sort((one, other) => other.createdAt - one.createdAt);
    const from = repeatsRows ? Math.max(0, page.offset - 1) : page.offset;
    const rows = list.slice(from, page.offset + Math.min(page.limit, pageSize));
    return this.#json(200, { data: { getInvoices: { find_many: { list: rows.map(({ wire }) => wire) } } } });
  }

  #save(invoice: Push["invoice"]): Row {
    const row = this.#keep(invoice, this.#now());
    row.visibleAt = Date.now() + this.#schedule.lagMs;
    this.saved.push(row.id);
    return row;
  }

  #keep({ payment_request, description, tags }: Push["invoice"], createdAt: number, over: object = {}): Row {
    const id = `row-${this.#rows.length}`;
    const written = (text: string) => (this.#schedule.upperCase ? text.toUpperCase() : text);
    const wire = reflexInvoice({
      id,
      payment_request: written(payment_request.toLowerCase()),
      payment_hash: written(SEED_HASH),
      description: description || "suredbits demo invoice",
      tags: (tags ?? [])
        .map((tag) => ({ string_value: null, number_value: null, boolean_value: null, ...tag }))
        .reverse(),
      created_at: new Date(createdAt).toISOString(),
      ...over,
    });
    const row = { id, createdAt, visibleAt: 0, wire };
    this.#rows.push(row);
    return row;
  }

  #now(): number {
    return Date.now() + this.#schedule.clockMs;
  }

  #headers(over: Record<string, string>): Record<string, string> {
    return this.#schedule.tellsTime ? { date: new Date(this.#now()).toUTCString(), ...over } : over;
  }

  #json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return this.#text(status, body === "" ? "" : JSON.stringify(body), {
      "content-type": "application/json",
      ...headers,
    });
  }

  #text(status: number, body: string, headers: Record<string, string> = {}): Response {
    return new Response(body, { status, headers: this.#headers(headers) });
  }

  /** An answer whose body breaks off, or never goes on. */
  #breaking(
    status: number,
    begin: string,
    headers: Record<string, string> = {},
    end: "break" | "stall" = "break",
  ): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(begin)),
      pull: (controller) => {
        if (end === "break") controller.error(broken("terminated", { code: "UND_ERR_SOCKET" }));
        else return new Promise(() => {});
      },
    });
    return new Response(body, { status, headers: this.#headers({ "content-type": "application/json", ...headers }) });
  }
}

/** What Node's fetch throws. */
function broken(message: string, about: { code: string; syscall?: string }): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), about) });
}

/** The push of a schedule. */
export function invoiceOf({ description, tags }: Schedule): Push["invoice"] {
  const own = [
    { key: "product-id", number_value: 534271 },
    { key: "user-id", string_value: "61274095" },
    { key: "is-withdrawal", boolean_value: true },
  ];
  return { payment_request: SEED_INVOICE, description, ...(tags ? { tags: own } : {}) };
}
