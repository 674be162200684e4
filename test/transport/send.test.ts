import { getEventListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  AuthenticationError,
  BadRequestError,
  ConfigError,
  ConflictError,
  ConnectionError,
  HttpError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
  UnprocessableEntityError,
  type UnvoiceError,
} from "../../src/errors/errors.ts";
import type { Call } from "../../src/transport/call.ts";
import { resolveTransport, type TransportOptions } from "../../src/transport/options.ts";
import { createSend } from "../../src/transport/send.ts";
import { closedPort, json, rejection, serve } from "../support/server.ts";

const KEY = "key-0123456789-secret";

function sender(options: TransportOptions = {}, key: () => string | null | Promise<string | null> = () => KEY) {
  const send = createSend("txn", resolveTransport("txn", options, {}), key);
  return (url: string, call: Partial<Call> = {}) =>
    send({ operation: "listInvoices", method: "GET", url, headers: {}, repeatable: true, options: {}, ...call });
}

describe("an answer", () => {
  test("comes parsed, and the request carried the key and the headers of client and call", async () => {
    const server = await serve((_request, response) => json(response, 200, { data: [1] }));
    const send = sender({ headers: { "x-client": "a", "x-both": "client" } });
    const answer = await send(server.url, { options: { headers: { "x-both": "call" } } });
    expect(answer.data).toEqual({ data: [1] });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "x-client": "a",
      "x-both": "call",
    });
  });

  test("went out with one value a header, however its name is written", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const send = sender({ headers: { "Content-Type": "text/client" } });
    await send(server.url, {
      headers: { "content-type": "text/own" },
      options: { headers: { "CONTENT-type": "text/call" } },
    });
    expect(server.requests[0]?.headers["content-type"]).toBe("text/call");
  });

  test("is read whole when it comes in pieces that cut a character", async () => {
    const bytes = Buffer.from(JSON.stringify({ text: "₿".repeat(3) }));
    const server = await serve(async (_request, response) => {
      response.writeHead(200);
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect((await sender()(server.url)).data).toEqual({ text: "₿₿₿" });
  });

  test.each([
    ["HTML", "<html>gateway</html>", /not a JSON object/],
    ["cut JSON", '{"data": [', /not a JSON object/],
    ["nothing", "", /empty/],
  ])("of 2xx with %s is a ResponseValidationError and is not asked for again", async (_name, body, message) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end(body),
    );
    const error = (await rejection(sender()(server.url))) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toMatch(message);
    expect(error.raw).toBe(body);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["declared", { "content-length": "2000" }],
    ["not declared", {}],
  ])("longer than maxBodyBytes is refused, its length %s", async (_name, headers: Record<string, string>) => {
    const server = await serve((_request, response) => response.writeHead(200, headers).end(`"${"x".repeat(1998)}"`));
    const error = await rejection(sender({ maxBodyBytes: 1000 })(server.url));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as Error).message).toContain("longer than 1000 bytes");
  });
});

describe("a status", () => {
  test.each([
    [400, BadRequestError, "bad_request"],
    [401, AuthenticationError, "authentication"],
    [403, PermissionDeniedError, "permission_denied"],
    [404, NotFoundError, "not_found"],
    [409, ConflictError, "conflict"],
    [418, HttpError, "http"],
    [422, UnprocessableEntityError, "unprocessable_entity"],
    [501, ServerError, "server"],
  ])("%i is its class, with the server's words, and is not repeated", async (status, Class, code) => {
    const body = {
      errors: [{ status, title: "amount is below minimum", detail: "amount: 5.0, minimum: 10.00", code: "x" }],
    };
    const server = await serve((_request, response) => json(response, status, body, { "x-request-id": "req-7" }));
    const error = (await rejection(sender()(server.url))) as HttpError;
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({
      status,
      code,
      api: "txn",
      operation: "listInvoices",
      attempts: 1,
      requestId: "req-7",
    });
    expect(error.message).toContain("amount is below minimum, amount: 5.0, minimum: 10.00");
    expect(error.data).toEqual(body);
    expect(server.requests).toHaveLength(1);
  });

  test.each([408, 429, 500, 502, 503, 504])("%i is repeated until it goes well", async (status) => {
    const server = await serve((_request, response, nth) => {
      if (nth < 3) response.writeHead(status, { "retry-after": "0" }).end("<html>busy</html>");
      else json(response, 200, { ok: true });
    });
    expect((await sender()(server.url)).data).toEqual({ ok: true });
    expect(server.requests).toHaveLength(3);
  });

  test("that stays is thrown after the last attempt, with the attempts counted and the HTML kept", async () => {
    const server = await serve((_request, response) =>
      response.writeHead(502, { "retry-after": "0" }).end("<html>busy</html>"),
    );
    const error = (await rejection(sender({ maxRetries: 1 })(server.url))) as ServerError;
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ attempts: 2, status: 502, bodyText: "<html>busy</html>", data: null });
    expect(server.requests).toHaveLength(2);
  });

  test("of a redirect is an error: neither key nor body goes elsewhere", async () => {
    const elsewhere = await serve((_request, response) => json(response, 200, {}));
    const server = await serve((_request, response) => response.writeHead(307, { location: elsewhere.url }).end());
    const error = (await rejection(sender()(server.url, { method: "POST", body: "{}" }))) as HttpError;
    expect(error).toBeInstanceOf(HttpError);
    expect(error.status).toBe(307);
    expect(error.message).toContain("redirects are not followed");
    expect(elsewhere.requests).toHaveLength(0);
  });
});

describe("Retry-After", () => {
  test("is waited out", async () => {
    const server = await serve((_request, response, nth) =>
      nth === 1 ? json(response, 429, {}, { "retry-after": "0.3" }) : json(response, 200, {}),
    );
    await sender()(server.url);
    expect((server.requests[1]?.at ?? 0) - (server.requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(295);
  });

  test("above maxRetryAfterMs is not: the error comes at once and says how long", async () => {
    const server = await serve((_request, response) =>
      json(response, 429, { message: "slow down" }, { "retry-after": "3600" }),
    );
    const error = (await rejection(sender()(server.url))) as RateLimitError;
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000, code: "rate_limit", attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test("beyond what is left of totalTimeoutMs is not either", async () => {
    const server = await serve((_request, response) => response.writeHead(503, { "retry-after": "30" }).end());
    expect(await rejection(sender({ totalTimeoutMs: 5000 })(server.url))).toBeInstanceOf(ServerError);
  });
});

describe("a deadline", () => {
  test("of an attempt covers the headers, and a read is tried again", async () => {
    const server = await serve((_request, response, nth) => {
      if (nth > 1) json(response, 200, { nth });
    });
    expect((await sender({ timeoutMs: 60 })(server.url)).data).toEqual({ nth: 2 });
  });

  test("of an attempt covers the body, and says so", async () => {
    const server = await serve((_request, response) => response.writeHead(200).write('{"da'));
    const error = (await rejection(sender({ timeoutMs: 500, maxRetries: 0 })(server.url))) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: "body", attempts: 1 });
  });

  test("over all attempts ends a call whose every attempt would be tried again", async () => {
    const server = await serve(() => {});
    const error = (await rejection(sender({ timeoutMs: 5000, totalTimeoutMs: 120 })(server.url))) as TimeoutError;
    expect(error).toMatchObject({ name: "TimeoutError", phase: "total" });
  });

  test("holds even where a fetch ignores its signal", async () => {
    const deaf = () => new Promise<Response>(() => {});
    const error = await rejection(sender({ fetch: deaf, timeoutMs: 30, maxRetries: 0 })("https://api.example.com/"));
    expect(error).toMatchObject({ name: "TimeoutError", phase: "headers" });
  });

  test("frees the connection of an answer that comes after it", async () => {
    let isFreed = () => {};
    const freed = new Promise<void>((resolve) => {
      isFreed = resolve;
    });
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return new Response(new ReadableStream({ cancel: () => isFreed() }));
    };
    const error = await rejection(sender({ fetch: late, timeoutMs: 30, maxRetries: 0 })("https://api.example.com/"));
    expect(error).toMatchObject({ name: "TimeoutError", phase: "headers" });
    await freed;
  });

  test("of a day is not taken for none at all", async () => {
    const server = await serve((_request, response) => setTimeout(() => json(response, 200, {}), 50));
    await sender({ timeoutMs: 2 ** 40, totalTimeoutMs: Number.POSITIVE_INFINITY })(server.url);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a broken connection", () => {
  test("before an answer is tried again", async () => {
    const server = await serve((request, response, nth) => {
      if (nth === 1) request.socket.destroy();
      else json(response, 200, { nth });
    });
    expect((await sender()(server.url)).data).toEqual({ nth: 2 });
  });

  test("within the body is tried again", async () => {
    const server = await serve((request, response, nth) => {
      if (nth > 1) return json(response, 200, { nth });
      response.writeHead(200, { "content-length": "100" });
      response.write('{"half":');
      setTimeout(() => request.socket.destroy(), 10);
    });
    expect((await sender()(server.url)).data).toEqual({ nth: 2 });
  });

  test("that stays broken says what the network said", async () => {
    const server = await serve((request) => request.socket.destroy());
    const error = (await rejection(sender({ maxRetries: 0 })(server.url))) as ConnectionError;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.code).toBe("connection_broken");
    expect(error.cause).toBeInstanceOf(Error);
  });

  test("that never came about has a code of its own", async () => {
    const error = (await rejection(sender({ maxRetries: 0 })(await closedPort()))) as ConnectionError;
    expect(error.code).toBe("connection_failed");
    expect(error.message).toContain("could not be reached");
  });

  test("of a server that closes idle keep-alive sockets loses no read", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    server.server.keepAliveTimeout = 1;
    const send = sender();
    for (let call = 0; call < 20; call += 1) {
      await send(server.url);
      await new Promise((resolve) => setTimeout(resolve, call));
    }
    expect(server.requests.length).toBeGreaterThanOrEqual(20);
  });
});

describe("what must not happen twice", () => {
  const save = { method: "POST" as const, body: "{}", repeatable: false };

  test("is repeated after 429, which proves that nothing was done", async () => {
    const server = await serve((_request, response, nth) =>
      nth === 1 ? json(response, 429, {}, { "retry-after": "0" }) : json(response, 200, { nth }),
    );
    expect((await sender()(server.url, save)).data).toEqual({ nth: 2 });
  });

  test.each([408, 500, 502, 503, 504])("is not repeated after %i", async (status) => {
    const server = await serve((_request, response) => json(response, status, {}, { "retry-after": "0" }));
    expect(await rejection(sender()(server.url, save))).toBeInstanceOf(HttpError);
    expect(server.requests).toHaveLength(1);
  });

  test("is not repeated after a broken connection, and the open outcome is told", async () => {
    const server = await serve((request) => request.socket.destroy());
    const seen: UnvoiceError[] = [];
    const toOutcomeUnknown = (error: UnvoiceError) => {
      seen.push(error);
      return error;
    };
    expect(await rejection(sender()(server.url, { ...save, toOutcomeUnknown }))).toBe(seen[0]);
    expect(server.requests).toHaveLength(1);
  });

  test("has no unknown outcome where it never left", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const toOutcomeUnknown = () => new Error("unknown") as UnvoiceError;
    const send = sender({ totalTimeoutMs: 80 }, () => new Promise(() => {}));
    const error = await rejection(send(server.url, { ...save, toOutcomeUnknown }));
    expect(error).toMatchObject({ name: "TimeoutError", phase: "total", attempts: 0 });
    expect(server.requests).toHaveLength(0);
  });
});

describe("a refusal is judged by its status from its headers on", () => {
  const beginning = { "content-length": "100", "content-type": "application/json" };

  test.each([
    ["breaks", (request: IncomingMessage) => request.socket.destroy()],
    ["stalls", () => {}],
  ])("where its body %s", async (_what, then) => {
    const server = await serve((request, response) => {
      response.writeHead(401, { ...beginning, "x-request-id": "req-1" });
      response.write('{"half":');
      setTimeout(() => then(request), 10);
    });
    for (const options of [{ timeoutMs: 500 }, { totalTimeoutMs: 500 }]) {
      const error = await rejection(sender(options)(server.url, { method: "POST", body: "{}", repeatable: false }));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ status: 401, bodyText: "", data: null, attempts: 1 });
    }
  });

  test("so that a 429 whose body breaks is sent again, and a cancelled call stays cancelled", async () => {
    const server = await serve((request, response, nth) => {
      if (nth === 2) return json(response, 200, { nth });
      response.writeHead(nth === 1 ? 429 : 401, { ...beginning, "retry-after": "0" });
      response.write('{"half":');
      if (nth === 1) setTimeout(() => request.socket.destroy(), 10);
    });
    expect((await sender()(server.url, { repeatable: false })).data).toEqual({ nth: 2 });
    const controller = new AbortController();
    setTimeout(() => controller.abort("gone"), 60);
    expect(await rejection(sender()(server.url, { options: { signal: controller.signal } }))).toBe("gone");
  });
});

describe("a cancelled call", () => {
  test("rejects with the signal's own reason, before, during and between attempts", async () => {
    const server = await serve((_request, response, nth) => {
      if (nth === 2) json(response, 503, {}, { "retry-after": "20" });
    });
    const reason = new Error("the user left");
    const send = sender();
    expect(await rejection(send(server.url, { options: { signal: AbortSignal.abort(reason) } }))).toBe(reason);
    expect(server.requests).toHaveLength(0);
    for (const nth of [1, 2]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 60);
      expect(await rejection(send(server.url, { options: { signal: controller.signal } }))).toBe(reason);
      expect(server.requests).toHaveLength(nth);
    }
  });

  test("leaves its place in the queue of the rate limit", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const send = sender({ rateLimit: { requests: 1, perMs: 150 } });
    await send(server.url);
    const controller = new AbortController();
    const left = rejection(send(server.url, { options: { signal: controller.signal } }));
    const stays = send(server.url);
    controller.abort("gone");
    expect(await left).toBe("gone");
    await stays;
    expect(server.requests).toHaveLength(2);
  });

  test("leaves no listener: 10,000 calls on one signal", async () => {
    const controller = new AbortController();
    const body = "{}";
    const send = sender({ fetch: async () => new Response(body) });
    let most = 0;
    for (let call = 0; call < 10_000; call += 1) {
      await send("https://api.example.com/", { options: { signal: controller.signal } });
      most = Math.max(most, getEventListeners(controller.signal, "abort").length);
    }
    expect(most).toBe(0);
  });
});

describe("the rate limit", () => {
  test("lets no more than so many through in any span, in order", async () => {
    const sent: { call: number; at: number }[] = [];
    const answering: typeof fetch = async (input) => {
      sent.push({ call: Number(new URL(String(input)).pathname.slice(1)), at: performance.now() });
      return new Response("{}");
    };
    const send = sender({ rateLimit: { requests: 3, perMs: 200 }, fetch: answering });
    await Promise.all(Array.from({ length: 9 }, (_, call) => send(`https://api.example.com/${call}`)));
    expect(sent.map(({ call }) => call)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    // A few milliseconds pass between the turn and the fetch, and not always the same number.
    for (let index = 3; index < 9; index += 1)
      expect((sent[index]?.at ?? 0) - (sent[index - 3]?.at ?? 0)).toBeGreaterThan(180);
  });

  test("costs a call none of its time, and the key is asked for behind it", async () => {
    const fetch = async () => new Response("{}");
    const asked: number[] = [];
    const startedAt = performance.now();
    const key = () => {
      asked.push(performance.now() - startedAt);
      return KEY;
    };
    const send = sender({ fetch, rateLimit: { requests: 1, perMs: 150 }, timeoutMs: 100, totalTimeoutMs: 100 }, key);
    await Promise.all([1, 2, 3].map(() => send("https://api.example.com/")));
    expect(asked.map((at) => Math.floor(at / 140))).toEqual([0, 1, 2]);
  });

  test("may be a function of the user's, called before each attempt with a signal", async () => {
    const server = await serve((_request, response, nth) =>
      nth === 1 ? json(response, 503, {}, { "retry-after": "0" }) : json(response, 200, {}),
    );
    const signals: AbortSignal[] = [];
    const rateLimit = async (signal: AbortSignal) => void signals.push(signal);
    await sender({ rateLimit })(server.url);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  test("that fails is a ConfigError, and nothing is sent", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const rateLimit = () => Promise.reject(new Error("Redis is down"));
    const error = await rejection(sender({ rateLimit })(server.url));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ cause: { message: "Redis is down" } });
    expect(server.requests).toHaveLength(0);
  });

  test("that never lets a request go ends with the caller's signal, although the function ignores it", async () => {
    const controller = new AbortController();
    const call = sender({ rateLimit: () => new Promise(() => {}) })("https://api.example.com/", {
      options: { signal: controller.signal },
    });
    controller.abort("gone");
    expect(await rejection(call)).toBe("gone");
    const heeding = sender({
      rateLimit: (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("x")))),
    });
    const second = new AbortController();
    const heeded = heeding("https://api.example.com/", { options: { signal: second.signal } });
    second.abort("gone too");
    expect(await rejection(heeded)).toBe("gone too");
  });
});

describe("hooks", () => {
  test("are told of every attempt, and their failures change nothing", async () => {
    const server = await serve((_request, response, nth) =>
      nth === 1 ? json(response, 503, {}, { "retry-after": "0" }) : json(response, 200, { ok: true }),
    );
    const events: unknown[] = [];
    const send = sender({
      hooks: {
        onRequest: (event) => {
          events.push(["request", event.attempt, event.operation, event.api, event.method]);
          throw new Error("logger down");
        },
        onResponse: async (event) => {
          events.push(["response", event.attempt, event.status, event.durationMs > 0]);
          throw new Error("logger down");
        },
        onRetry: (event) => events.push(["retry", event.attempt, event.delayMs, event.reason]),
      },
    });
    expect((await send(server.url)).data).toEqual({ ok: true });
    expect(events).toEqual([
      ["request", 1, "listInvoices", "txn", "GET"],
      ["response", 1, 503, true],
      ["retry", 1, 0, "server"],
      ["request", 2, "listInvoices", "txn", "GET"],
      ["response", 2, 200, true],
    ]);
  });

  const events = (seen: unknown[]) => ({
    onRequest: () => seen.push("request"),
    onResponse: ({ status, requestId }: { status: number; requestId: string | null }) => seen.push([status, requestId]),
    onFailure: ({ code, durationMs }: { code: string; durationMs: number }) => seen.push([code, durationMs >= 0]),
  });

  test("are told of the end of each attempt once, whatever it was", async () => {
    const seen: unknown[] = [];
    const server = await serve((request, response, nth) => {
      if (nth === 1) request.socket.destroy();
      if (nth === 3) json(response, 401, {}, { "x-request-id": "req-3" });
    });
    const error = await rejection(sender({ hooks: events(seen), timeoutMs: 100 })(server.url));
    expect(error).toBeInstanceOf(AuthenticationError);
    const ends = [
      ["connection_broken", true],
      ["timeout", true],
      [401, "req-3"],
    ];
    expect(seen).toEqual(ends.flatMap((end) => ["request", end]));
  });

  test("are told of an attempt that the caller cancels, before the call rejects", async () => {
    const seen: unknown[] = [];
    const controller = new AbortController();
    const fetch = () => new Promise<Response>(() => {});
    const call = sender({ hooks: events(seen), fetch })("https://api.example.com/", {
      options: { signal: controller.signal },
    });
    setTimeout(() => controller.abort("gone"), 10);
    expect(await rejection(call)).toBe("gone");
    expect(seen).toEqual(["request", ["aborted", true]]);
  });

  test("are told of an attempt for which no time was left", async () => {
    const seen: unknown[] = [];
    const fetch = () => new Promise<Response>(() => {});
    await rejection(sender({ hooks: events(seen), fetch, totalTimeoutMs: 20 })("https://api.example.com/"));
    expect(seen).toEqual(["request", ["timeout", true]]);
  });
});

describe("secrets", () => {
  const invoice = `lnbc${"q".repeat(200)}`;

  test("that a server repeats show nowhere", async () => {
    const echo = {
      errors: [{ title: `bad key ${KEY}`, detail: `invoice_${invoice} and again ${invoice.toUpperCase()}` }],
    };
    const server = await serve((_request, response) =>
      json(response, 400, echo, { "x-request-id": KEY, "x-echo": KEY }),
    );
    const events: unknown[] = [];
    const send = sender({
      hooks: { onRequest: (event) => events.push(event), onResponse: (event) => events.push(event) },
    });
    const error = (await rejection(send(`${server.url}/?reference=${invoice}`))) as BadRequestError;
    const shown = [
      error.message,
      error.stack,
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: false }),
      inspect(events),
    ].join();
    expect(shown).not.toContain(KEY);
    expect(shown.toLowerCase()).not.toContain(invoice);
    // The whole answer is there for whoever asks for it by name.
    expect(error.bodyText).toContain(KEY);
  });

  test("that a fetch hangs on its error are not passed on", async () => {
    const leaky = async (_url: unknown, init: unknown) => {
      throw Object.assign(new Error(`refused ${KEY}`, { cause: new Error(invoice) }), { request: init });
    };
    const error = (await rejection(
      sender({ fetch: leaky as typeof fetch, maxRetries: 0 })("https://api.example.com/"),
    )) as Error;
    const shown = inspect(error, { depth: 9 }) + error.stack + error.message;
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(invoice);
    expect(shown).toContain("refused [redacted]");
  });
});

test("a platform that cannot send says so, and nothing is called unknown", async () => {
  vi.stubGlobal("Request", undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const toOutcomeUnknown = () => new Error("unknown") as UnvoiceError;
  const error = await rejection(sender()("https://api.example.com/", { repeatable: false, toOutcomeUnknown }));
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as Error).message).toContain("no request can be sent here");
});

describe("the key", () => {
  test("is asked for before each attempt, within the deadline", async () => {
    const server = await serve((_request, response, nth) =>
      nth === 1 ? json(response, 503, {}, { "retry-after": "0" }) : json(response, 200, {}),
    );
    let turn = 0;
    await sender({}, async () => `key-${++turn}`)(server.url);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer key-1", "Bearer key-2"]);
    const never = sender({ totalTimeoutMs: 50 }, () => new Promise<string>(() => {}));
    expect(await rejection(never(server.url))).toMatchObject({ name: "TimeoutError", phase: "total", attempts: 0 });
  });

  test("that a backend of the user's adds is not sent", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    await sender({}, () => null)(server.url);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});
