import { type Schedule, serverFor } from "./schedules.ts";

/**
 * The slow pager that is obviously right: one page after the other, with every id kept, until a page is empty. It asks
 * a server that neither fails nor repeats itself, on which others do what the schedule says.
 */
export async function referenceList(schedule: Schedule): Promise<string[]> {
  const server = serverFor({ ...schedule, pages: "honest", failures: [] });
  const given = new Set<string>();
  for (let position = 0; ; position++) {
    const { rows } = await server.fetch(position, new AbortController().signal);
    if (rows.length === 0) return [...given];
    for (const { id } of rows) given.add(id);
  }
}
