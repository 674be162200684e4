import type { Context } from "./context.ts";
import { type MirrorCommandOptions, withMirror } from "./mirror.ts";
import type { Row } from "./output/columns.ts";
import { createProgress } from "./output/progress.ts";
import { writeRows } from "./output/write.ts";

const COLUMNS = ["service", "read", "added", "changed", "open", "gone", "requests"];

/** `unvoice sync`: brings a mirror of the invoices up to date. */
export async function run(context: Context<MirrorCommandOptions>): Promise<undefined> {
  const { shell, options } = context;
  const report = await withMirror(context, async (mirror, sources, signal) => {
    const progress = await createProgress(shell, options, null, 0);
    const read: Record<string, number> = {};
    const onProgress = ({ source, read: count }: { source: string; read: number }) => {
      read[source] = count;
      progress.show(Object.values(read).reduce((sum, one) => sum + one, 0));
    };
    try {
      return await mirror.sync({ sources, signal, onProgress });
    } finally {
      progress.stop();
    }
  });
  const rows = Object.entries(report.sources).map(
    ([service, found]): Row => ({ service, ...found, gone: found.gone.length }),
  );
  await writeRows(shell, options, { all: COLUMNS, shown: COLUMNS }, rows);
}
