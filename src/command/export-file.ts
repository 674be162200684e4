import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename } from "node:path";
import { CommandError } from "./failure.ts";

/** What an export was asked for: one that goes on must be asked the same. */
export interface Plan {
  /** As the options were typed. */
  asked: Record<string, string | string[] | undefined>;
  /** What the dates meant when it began, in milliseconds since 1970. */
  span: { from: number | null; before: number | null };
}

/** How far a file was written: the list's cursor, and the length that belongs to it. */
interface Progress {
  plan: Plan;
  cursor?: string;
  bytes: number;
  items: number;
}

/** A file that is written page by page and goes on where it stopped, in another process too. */
export interface ExportFile {
  readonly plan: Plan;
  /** Where the list goes on; undefined at its beginning. */
  readonly cursor: string | undefined;
  readonly bytes: number;
  readonly items: number;
  /** Writes what belongs to no invoice. */
  write(text: string): void;
  /** Writes a page's lines, then the cursor behind it. */
  append(text: string, items: number, cursor: string): void;
  /** Ends the file. */
  complete(foot: string): void;
}

/**
 * Opens the file of an export. Beside it stands `<file>.progress` until it is complete.
 *
 * @throws CommandError for a file that exists, or cannot be written, or is of another export
 */
export function openExport(
  path: string,
  plan: Plan,
  { resume, overwrite }: Record<"resume" | "overwrite", boolean>,
): ExportFile {
  const beside = `${path}.progress`;
  const known = overwrite ? undefined : readProgress(beside);
  if (!overwrite) refuse(path, plan, known, resume);
  try {
    return write(path, known ?? { plan, bytes: 0, items: 0 }, known !== undefined);
  } catch (cause) {
    throw cause instanceof CommandError ? cause : unwritable(cause);
  }
}

function refuse(path: string, plan: Plan, known: Progress | undefined, resume: boolean): void {
  const name = `--output ${basename(path)}`;
  if (known && !resume) {
    throw new CommandError(73, `${name} is an unfinished export: --resume goes on with it, --overwrite begins anew.`);
  }
  if (!known && existsSync(path)) {
    const why = resume ? "exists, and no unfinished export belongs to it" : "exists";
    throw new CommandError(73, `${name} ${why}: name another file, or write it anew with --overwrite.`);
  }
  if (!known) return;
  const names = new Set([...Object.keys(known.plan.asked), ...Object.keys(plan.asked)]);
  const other = [...names].find((key) => JSON.stringify(known.plan.asked[key]) !== JSON.stringify(plan.asked[key]));
  if (other === undefined) return;
  const option = other === "service" ? "the service" : `--${other}`;
  throw new CommandError(64, `${option} is another than when this export began; ask the same, or use --overwrite.`);
}

function readProgress(path: string): Progress | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new CommandError(73, `${basename(path)} cannot be read; begin anew with --overwrite.`, { cause });
  }
}

function write(path: string, known: Progress, exists: boolean): ExportFile {
  const beside = `${path}.progress`;
  const progress = { ...known };
  const note = () => {
    // By renaming: a process that ends here leaves the old progress or the new one, never half of it.
    writeFileSync(`${beside}.new`, JSON.stringify(progress));
    renameSync(`${beside}.new`, beside);
  };
  // Noted before the file is there: one that ends in between is an unfinished export, not a foreign file.
  if (!exists) note();
  const file = openSync(path, exists && existsSync(path) ? "r+" : "w");
  if (fstatSync(file).size < progress.bytes) {
    throw new CommandError(73, `--output ${basename(path)} is shorter than it was; begin anew with --overwrite.`);
  }
  // What was written after the cursor was noted comes again.
  ftruncateSync(file, progress.bytes);
  const put = (text: string) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; )
      done += writeSync(file, bytes, done, bytes.length - done, progress.bytes + done);
    progress.bytes += bytes.length;
  };
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      throw unwritable(cause);
    }
  };
  return {
    plan: known.plan,
    cursor: known.cursor,
    get bytes() {
      return progress.bytes;
    },
    get items() {
      return progress.items;
    },
    write: (text) => guarded(() => put(text)),
    append: (text, items, cursor) =>
      guarded(() => {
        put(text);
        progress.items += items;
        progress.cursor = cursor;
        note();
      }),
    complete: (foot) =>
      guarded(() => {
        put(foot);
        fsyncSync(file);
        closeSync(file);
        rmSync(beside, { force: true });
      }),
  };
}

function unwritable(cause: unknown): CommandError {
  const { code = "" } = cause as NodeJS.ErrnoException;
  const why: Record<string, string> = {
    ENOSPC: "the disk is full",
    EACCES: "it may not be written",
    EISDIR: "it is a folder",
    ENOENT: "its folder does not exist",
  };
  return new CommandError(73, `--output cannot be written: ${why[code] ?? (code || "unknown reason")}.`, { cause });
}
