import type { Row } from "../output/columns.ts";
import type { Asker } from "./ask.ts";
import type { Findings, Notes } from "./findings.ts";
import type { Topic } from "./topics/topic.ts";

/** What was found of one service, and what was asked. */
export interface Examined {
  findings: Findings;
  topics: readonly Topic[];
}

/** Notes how fast the answers came, and how far the service's clock is from this one's. */
export function noteTiming(notes: Notes, { answers, requests }: Asker): void {
  const times = answers.map(({ durationMs }) => durationMs).sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  if (times.length > 0)
    notes.fact("speed", `${at(0.5)} ms in the middle, ${at(0.95)} ms for the slowest; ${requests} requests`);
  const date = answers.at(-1)?.headers.get("date");
  const skew = date ? Math.round((Date.parse(date) - Date.now()) / 1000) : Number.NaN;
  if (Number.isNaN(skew)) return;
  const isRight = Math.abs(skew) <= 2;
  notes.fact(
    "clock",
    isRight
      ? "within two seconds of this machine's"
      : `${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} this machine's`,
  );
}

/** The table: for each guess what is documented, guessed, found, and what that means; then the other facts. */
export function tableRows(service: string, { findings, topics }: Examined): Row[] {
  const rows = topics.map(({ name, documented, guessed, means, by }): Row => {
    const value = findings.switches[name];
    const meaning =
      value === undefined
        ? by === "nothing" || by === "reading"
          ? ""
          : `Seen only with ${by}.`
        : (means[value] ?? means["*"] ?? "");
    return {
      service,
      what: name,
      documented,
      guessed,
      found: value === undefined ? "cannot tell" : String(value),
      "what it means for you": meaning,
    };
  });
  const facts = findings.facts.map(
    ({ name, found, meaning }): Row => ({
      service,
      what: name,
      documented: "",
      guessed: "",
      found,
      "what it means for you": meaning,
    }),
  );
  return [...rows, ...facts];
}

/** The names of the table's columns. */
export const reportColumns = ["service", "what", "documented", "guessed", "found", "what it means for you"];
