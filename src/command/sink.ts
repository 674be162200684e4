import type { Writable } from "node:stream";

/** A stream that may be a terminal. */
export type OutputStream = Writable & { isTTY?: boolean; columns?: number };

/** Where a command writes. A pipe whose reader left is no error: what is written then goes nowhere. */
export class Sink {
  readonly stream: OutputStream;
  /** Whether the reader left: a list may stop. */
  closed = false;
  #failure: Error | null = null;

  constructor(stream: OutputStream) {
    this.stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.closed = true;
      if (error.code !== "EPIPE") this.#failure = error;
    });
  }

  get isTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  /** Columns of the terminal; 80 where there is none. */
  get width(): number {
    return this.stream.columns || 80;
  }

  /** Resolves once more may be written. Rejects with the stream's error, a full disk say. */
  async write(text: string): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.closed || this.stream.write(text)) return;
    await new Promise<void>((resolve) => {
      this.stream.once("drain", resolve);
      this.stream.once("close", resolve);
    });
  }
}
