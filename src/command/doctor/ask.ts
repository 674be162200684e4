/** What a service answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; undefined where it is not JSON. */
  body: unknown;
  /** Whether there was any body. */
  isEmpty: boolean;
  durationMs: number;
}

/** How an {@link Asker} asks. */
export interface AskerOptions {
  fetch: typeof fetch;
  /** Requests that may be sent. */
  most: number;
  /** Milliseconds between two requests: a doctor does not run. */
  pauseMs: number;
  /** Waits, in milliseconds. */
  wait: (ms: number) => Promise<void>;
  /** Told of each request. */
  onRequest?: ((method: string, url: string) => void) | undefined;
}

/** No answer that says anything: the question stays open. */
export class Unanswered extends Error {}

/** How throttled requests were refused. */
export interface Throttling {
  status: number;
  hasRetryAfter: boolean;
}

const TIMEOUT_MS = 30_000;
const MOST_WAITS = 2;
const MINUTE_MS = 61_000;

/** Asks one service, a limited number of times. */
export class Asker {
  readonly answers: Answer[] = [];
  requests = 0;
  throttling: Throttling | null = null;
  readonly #options: AskerOptions;
  #waits = 0;

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  /** @throws Unanswered where nothing came that could be judged: broken, throttled too long, a failing server, nothing left to ask with. */
  async ask(url: string, init: RequestInit): Promise<Answer> {
    for (;;) {
      const answer = await this.#once(url, init);
      if (!isThrottled(answer)) {
        if (answer.status >= 500 || answer.status === 408) throw new Unanswered(`HTTP ${answer.status}`);
        this.answers.push(answer);
        return answer;
      }
      const asked = retryAfterMs(answer.headers);
      this.throttling = { status: answer.status, hasRetryAfter: answer.headers.has("retry-after") };
      this.#waits += 1;
      if (this.#waits > MOST_WAITS) throw new Unanswered("too many requests");
      await this.#options.wait(Math.min(asked ?? MINUTE_MS, MINUTE_MS));
    }
  }

  async #once(url: string, init: RequestInit): Promise<Answer> {
    const { fetch, most, pauseMs, wait, onRequest } = this.#options;
    if (this.requests >= most) throw new Unanswered("no request left");
    if (this.requests > 0 && pauseMs > 0) await wait(pauseMs);
    this.requests += 1;
    onRequest?.(init.method ?? "GET", url.replace(/\?.*$/s, ""));
    const started = performance.now();
    try {
      const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await response.text();
      const { status, headers } = response;
      return { status, headers, body: parse(text), isEmpty: text === "", durationMs: performance.now() - started };
    } catch (cause) {
      throw new Unanswered("no answer", { cause });
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isThrottled({ status, body }: Answer): boolean {
  if (status === 429) return true;
  return errorsOf(body).some(({ message }) => /too many requests/i.test(String(message)));
}

/** The seconds of `Retry-After`, or of a throttler's own `retry-after-short`. */
function retryAfterMs(headers: Headers): number | null {
  for (const [name, value] of headers) {
    if (name.startsWith("retry-after") && /^\d{1,5}$/.test(value)) return (Number(value) + 1) * 1000;
  }
  return null;
}

/** One of an answer's `errors`. */
export interface AnsweredError {
  message?: unknown;
  title?: unknown;
  detail?: unknown;
  extensions?: { code?: unknown } | null;
}

/** An answer's `errors`, of either service; none where there are none. */
export function errorsOf(body: unknown): AnsweredError[] {
  const errors = (body as { errors?: unknown } | null | undefined)?.errors;
  return Array.isArray(errors) ? errors.filter((error) => typeof error === "object" && error !== null) : [];
}

/** The outcome of a probe; null where its question stayed open. */
export async function attempt<T>(probe: () => Promise<T>): Promise<T | null> {
  try {
    return await probe();
  } catch (error) {
    if (error instanceof Unanswered) return null;
    throw error;
  }
}
