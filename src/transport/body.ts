/** How much of an error's body is kept, in characters. */
export const KEPT_CHARACTERS = 64 * 1024;

/** An answer's body as text; `complete` is false where it was longer than allowed and the rest was not read. */
export interface BodyText {
  text: string;
  complete: boolean;
}

/**
 * Reads a body as UTF-8, at most `maxBytes` of it: an endless answer must not fill the memory. Once the signal aborts,
 * the rest is not read: Node forgets the signal of a request whose object was collected, and would keep the socket.
 */
export async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<BodyText> {
  if (Number(response.headers.get("content-length")) > maxBytes) {
    drop(response);
    return { text: "", complete: false };
  }
  // No stream, or one of Node's own: so it is with the fetch of React Native, and with node-fetch and what builds on it.
  if (!response.body?.getReader) {
    const text = await response.text();
    return text.length > maxBytes ? { text: "", complete: false } : { text, complete: true };
  }
  const reader = response.body.getReader();
  signal.addEventListener("abort", () => reader.cancel().catch(() => {}));
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), complete: true };
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => {});
      return { text, complete: false };
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Frees the connection of an answer that nobody will read. */
export function drop(response: Response): void {
  response.body?.cancel?.().catch(() => {});
}
