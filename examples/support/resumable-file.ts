import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";

/** How far a file was written: the list's cursor, and the length that belongs to it. */
interface Progress {
  cursor: string;
  bytes: number;
  items: number;
}

/**
 * A file that is written page by page and goes on where it stopped, in another process too. Beside it stands
 * `<file>.progress` until it is complete.
 */
export class ResumableFile {
  readonly #path: string;
  readonly #file: number;
  #bytes: number;
  /** Items written so far. */
  items: number;
  /** Where to go on; `undefined` for a new file. */
  readonly cursor: string | undefined;

  constructor(path: string, head = "") {
    this.#path = `${path}.progress`;
    const known: Progress | undefined = existsSync(this.#path)
      ? JSON.parse(readFileSync(this.#path, "utf8"))
      : undefined;
    this.cursor = known?.cursor;
    this.items = known?.items ?? 0;
    this.#bytes = known?.bytes ?? 0;
    this.#file = openSync(path, known ? "r+" : "w");
    // What was written after the last cursor was saved comes again: the process may have ended in between.
    ftruncateSync(this.#file, this.#bytes);
    if (!known) this.#write(head);
  }

  /** Writes a page's lines, then the cursor behind it. */
  append(lines: string[], cursor: string): void {
    this.#write(lines.join(""));
    this.items += lines.length;
    const progress: Progress = { cursor, bytes: this.#bytes, items: this.items };
    // By renaming: a process that ends here leaves the old progress or the new one, never half of it.
    writeFileSync(`${this.#path}.new`, JSON.stringify(progress));
    renameSync(`${this.#path}.new`, this.#path);
  }

  /** Ends the file: complete, or to be gone on with. */
  close({ complete }: { complete: boolean }): void {
    closeSync(this.#file);
    if (complete) rmSync(this.#path, { force: true });
  }

  #write(text: string): void {
    this.#bytes += writeSync(this.#file, text, this.#bytes);
  }
}
