import type { Context } from "./context.ts";
import { type MirrorCommandOptions, withMirror } from "./mirror.ts";
import type { Row } from "./output/columns.ts";
import { writeRows } from "./output/write.ts";

const COLUMNS = ["service", "id", "kind", "fields"];

/** `unvoice audit`: compares a mirror with the services, invoice by invoice. */
export async function run(context: Context<MirrorCommandOptions>): Promise<number> {
  const { shell, options } = context;
  const { differences, compared } = await withMirror(context, (mirror, sources, signal) =>
    mirror.audit({ sources, signal }),
  );
  const rows = differences.map(({ source, id, kind, fields }): Row => ({ service: source, id, kind, fields }));
  await writeRows(shell, options, { all: COLUMNS, shown: COLUMNS }, rows);
  if (!options.quiet) {
    const verdict = differences.length === 0 ? "no difference" : `${differences.length} that differ`;
    await shell.stderr.write(`${compared} invoices compared: ${verdict}.\n`);
  }
  return differences.length === 0 ? 0 : 1;
}
