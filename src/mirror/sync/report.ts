import type { InvoiceSource } from "../../stream/types.ts";
import type { SourceReport } from "../types.ts";

/**
 * What a sync did. As text it is a line for each API.
 *
 * @example
 * console.log(String(await mirror.sync()));
 * // reflex: 3 added of 53 read, 2 requests
 * // txn: 50 added, 12 changed of 400 read, 300 open, 9 requests
 */
export class SyncReport {
  readonly startedAt: Date;
  /** How long it took, in milliseconds. */
  durationMs = 0;
  readonly sources: Partial<Record<InvoiceSource, SourceReport>> = {};

  constructor(startedAt: Date) {
    this.startedAt = startedAt;
  }

  /** A line for each API. */
  toString(): string {
    return Object.entries(this.sources)
      .map(([source, report]) => `${source}: ${describe(source as InvoiceSource, report)}`)
      .join("\n");
  }
}

function describe(source: InvoiceSource, { read, added, changed, open, gone, requests }: SourceReport): string {
  const parts = [`${added.toLocaleString("en")} added`];
  if (changed > 0) parts.push(`${changed.toLocaleString("en")} changed`);
  const rest = [`${parts.join(", ")} of ${read.toLocaleString("en")} read`];
  if (source === "txn") rest.push(`${open.toLocaleString("en")} open`);
  if (gone.length > 0) rest.push(`${gone.length.toLocaleString("en")} gone (${gone.slice(0, 3).join(", ")})`);
  return [...rest, `${requests.toLocaleString("en")} requests`].join(", ");
}
