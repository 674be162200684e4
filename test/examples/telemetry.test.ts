import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createClient } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { beforeEach, expect, test, vi } from "vitest";
import { tracingHooks } from "../../examples/telemetry.ts";

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const hooks = tracingHooks(provider.getTracer("test"));
beforeEach(() => exporter.reset());

/** The spans of a call once it has ended: its own comes last. */
async function spans() {
  await vi.waitFor(() =>
    expect(exporter.getFinishedSpans().some(({ parentSpanContext }) => !parentSpanContext)).toBe(true),
  );
  const all = exporter.getFinishedSpans();
  const call = all.find(({ parentSpanContext }) => !parentSpanContext);
  return { call, attempts: all.filter((span) => span !== call) };
}

test("a call that needs two attempts is one span with two below it, and the wait between them", async () => {
  const sandbox = createSandbox({ txn: { invoices: 20 } });
  sandbox.faults.add({ kind: "rate_limit", api: "txn", retryAfter: 0 });
  const client = createClient({ ...sandbox.clientOptions(), hooks });
  await client.txn.listInvoices({ reference: "order-7" });

  const { call, attempts } = await spans();
  expect(call?.name).toBe("txn listInvoices");
  expect(call?.status.code).not.toBe(SpanStatusCode.ERROR);
  expect(call?.events).toEqual([
    expect.objectContaining({ name: "retry", attributes: { "unvoice.delay_ms": 0, "unvoice.reason": "rate_limit" } }),
  ]);
  expect(attempts.map(({ name, kind, status, attributes }) => [name, kind, status.code, attributes])).toEqual([
    [
      "GET /api/public/v1/invoices",
      SpanKind.CLIENT,
      SpanStatusCode.ERROR,
      expect.objectContaining({ "http.response.status_code": 429, "http.request.resend_count": 0 }),
    ],
    [
      "GET /api/public/v1/invoices",
      SpanKind.CLIENT,
      SpanStatusCode.UNSET,
      expect.objectContaining({ "http.response.status_code": 200, "http.request.resend_count": 1 }),
    ],
  ]);
  for (const { parentSpanContext } of attempts) expect(parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
});

test("spans end also where no answer comes, and hold no id and no invoice", async () => {
  const { reflexUrl: url, close } = await createSandbox().listen();
  await close();
  const client = createClient({
    reflex: { apiKey: "key-of-the-test", url },
    maxRetries: 0,
    hooks,
  });
  await expect(client.reflex.ping()).rejects.toThrow();
  const { call, attempts } = await spans();
  expect(call?.status).toEqual({ code: SpanStatusCode.ERROR, message: "connection_failed" });
  expect(attempts).toHaveLength(1);
  expect(attempts[0]?.attributes).toEqual({
    "http.request.method": "POST",
    "url.template": "/graphql",
    "http.request.resend_count": 0,
    "error.type": "connection_failed",
  });
});

test("calls that run together have spans of their own", async () => {
  const client = createClient({ ...createSandbox({ txn: { invoices: 3 } }).clientOptions(), hooks });
  await Promise.all([client.txn.listInvoices(), client.txn.listInvoices(), client.reflex.ping()]);
  await vi.waitFor(() => expect(exporter.getFinishedSpans()).toHaveLength(6));
  const calls = exporter.getFinishedSpans().filter(({ parentSpanContext }) => !parentSpanContext);
  expect(calls.map(({ name }) => name).sort()).toEqual(["reflex ping", "txn listInvoices", "txn listInvoices"]);
});
