import type { Writable } from "node:stream";

/** A stream that may be a terminal. */
export type OutputStream = Writable & { isTTY?: boolean; columns?: number };

/** Where a command writes. A pipe whose reader left is no error: what is written then goes nowhere. */
export class Sink {
  /** Whether the reader left: a list may stop. */
  closed = false;
  readonly #open: () => OutputStream;
  #stream: OutputStream | null = null;
  #failure: Error | null = null;

  /** @param open Gives the stream when it is first needed. */
  constructor(open: () => OutputStream) {
    this.#open = open;
  }

  get stream(): OutputStream {
    if (this.#stream) return this.#stream;
    this.#stream = this.#open();
    this.#stream.on("error", (error: NodeJS.ErrnoException) => {
      this.closed = true;
      if (error.code !== "EPIPE") this.#failure = error;
    });
    return this.#stream;
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
