/**
 * OpenTelemetry spans out of a client's hooks: one for each call, and one for each of its attempts, so that a retry and the
 * wait before it can be seen. No span names an id, a key or an invoice.
 *
 *   node examples/telemetry.ts      prints the spans of a list whose first request is throttled
 */
import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createClient, type Hooks } from "unvoice";
import { createSandbox } from "unvoice/sandbox";

/** The path of each operation, without what varies: the name under which spans are counted together. */
const URL_TEMPLATES: Record<string, string> = {
  listInvoices: "/api/public/v1/invoices",
  createInvoice: "/api/public/v1/invoices",
  getInvoice: "/api/public/v1/invoices/{id}",
  waitForInvoice: "/api/public/v1/invoices/{id}",
  listCurrencyPairs: "/api/public/v1/invoices/currency_pairs",
};

/** A call that has not ended: its span, that of the attempt under way, and what will end it. */
interface OpenCall {
  span: Span;
  attempt: Span | null;
  ending: ReturnType<typeof setTimeout> | null;
}

/**
 * Hooks for `createClient` that make spans.
 *
 * @example
 * const client = createClient({ hooks: tracingHooks(trace.getTracer("payments")) });
 */
export function tracingHooks(tracer: Tracer): Hooks {
  const calls = new Map<string, OpenCall>();

  function endAttempt(callId: string, attributes: Record<string, string | number>, failure: string | null): void {
    const call = calls.get(callId);
    if (!call) return;
    const endedAt = Date.now();
    for (const span of [call.attempt, call.span]) span?.setAttributes(attributes);
    if (failure !== null) call.attempt?.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    call.attempt?.end(endedAt);
    call.attempt = null;
    // Whether another attempt follows is told next, if it does: without that, this attempt's end was the call's.
    call.ending = setTimeout(() => {
      if (failure !== null) call.span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      call.span.end(endedAt);
      calls.delete(callId);
    });
  }

  return {
    onRequest({ callId, api, operation, method, attempt }) {
      const call = calls.get(callId) ?? { span: tracer.startSpan(`${api} ${operation}`), attempt: null, ending: null };
      calls.set(callId, call);
      const attributes = {
        "http.request.method": method,
        "url.template": URL_TEMPLATES[operation] ?? "/graphql",
        "http.request.resend_count": attempt - 1,
      };
      const parent = trace.setSpan(context.active(), call.span);
      call.attempt = tracer.startSpan(
        `${method} ${attributes["url.template"]}`,
        { kind: SpanKind.CLIENT, attributes },
        parent,
      );
    },
    onResponse({ callId, status, requestId }) {
      const attributes = {
        "http.response.status_code": status,
        ...(requestId ? { "unvoice.request_id": requestId } : {}),
      };
      endAttempt(callId, attributes, status >= 400 ? `HTTP ${status}` : null);
    },
    onFailure({ callId, code }) {
      endAttempt(callId, { "error.type": code }, code);
    },
    onRetry({ callId, delayMs, reason }) {
      const call = calls.get(callId);
      clearTimeout(call?.ending ?? undefined);
      call?.span.addEvent("retry", { "unvoice.delay_ms": Math.round(delayMs), "unvoice.reason": reason });
    },
  };
}

if (import.meta.main) {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())] });
  const sandbox = createSandbox({ txn: { invoices: 20 } });
  sandbox.faults.add({ kind: "rate_limit", api: "txn", retryAfter: 0 });
  const client = createClient({ ...sandbox.clientOptions(), hooks: tracingHooks(provider.getTracer("example")) });
  for await (const invoice of client.txn.listInvoices()) console.log(invoice.id, invoice.status);
}
