/** How much of an error's body is kept, in characters. */
export const KEPT_CHARACTERS = 64 * 1024;

/** An answer's body as text; `complete` is false where it was longer than allowed and the rest was not read. */
export interface BodyText {
  text: string;
  complete: boolean;
}

/** A body's stream, of whichever kind: the platform's, or Node's own as node-fetch has it. */
interface Chunks {
  next(): Promise<{ done?: boolean | undefined; value?: Uint8Array | string | undefined }>;
  /** Frees the connection: nobody will read the rest. */
  cancel(): void;
}

/**
 * Reads a body as UTF-8, at most `maxBytes` of it: an endless answer must not fill the memory. Once the signal aborts,
 * the rest is not read: Node forgets the signal of a request whose object was collected, and would keep the socket.
 */
export async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<BodyText> {
  const chunks = chunksOf(response);
  if (Number(response.headers.get("content-length")) > maxBytes) {
    chunks?.cancel();
    return { text: "", complete: false };
  }
  // React Native's fetch has no streams at all.
  if (!chunks) {
    const text = await response.text();
    return text.length > maxBytes ? { text: "", complete: false } : { text, complete: true };
  }
  signal.addEventListener("abort", () => chunks.cancel(), { once: true });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return { text: textOf(parts, bytes), complete: true };
    const part = typeof value === "string" ? new TextEncoder().encode(value) : value;
    if (!part) continue;
    if (bytes + part.length > maxBytes) {
      chunks.cancel();
      return { text: textOf(parts, bytes), complete: false };
    }
    bytes += part.length;
    parts.push(part);
  }
}

/** Decoded at once: a decoder of streams is slow, and makes text of twice the size, which `JSON.parse` is slower with. */
function textOf(parts: readonly Uint8Array[], bytes: number): string {
  const [only] = parts;
  if (parts.length === 1) return new TextDecoder().decode(only);
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(whole);
}

/** Frees the connection of an answer that nobody will read. */
export function discard(response: Response): void {
  chunksOf(response)?.cancel();
}

function chunksOf({ body }: Response): Chunks | null {
  if (typeof body?.getReader === "function") {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(() => {}) };
  }
  const stream = body as (AsyncIterable<Uint8Array | string> & { destroy?(): void }) | null;
  const iterator = stream?.[Symbol.asyncIterator]?.();
  return iterator ? { next: () => iterator.next(), cancel: () => stream?.destroy?.() } : null;
}
