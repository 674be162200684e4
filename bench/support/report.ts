import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { type Row, type Target, verdict } from "./figure.ts";

/** Where a run took place: figures of different ones cannot be compared. */
export function circumstances() {
  return {
    date: new Date().toISOString(),
    commit: git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "src") ? " with changes" : ""),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: `${availableParallelism()} x ${cpus()[0]?.model ?? "unknown"}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg()[0] ?? 0,
  };
}

/** Prints one group of rows. */
export function printRows(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  for (const row of rows) {
    const figure = `${number(row.value, row.unit)} ${row.unit}`;
    const parts = [row.what.padEnd(58), figure.padStart(17), targetText(row.target).padStart(14)];
    parts.push((verdict(row) ?? "").padEnd(5), row.beside ?? "");
    console.log(`  ${parts.join("  ").trimEnd()}`);
  }
}

/** Writes a run to `bench/results/`, as a file of its own and as `latest.json`. */
export function save(run: { machine: ReturnType<typeof circumstances>; results: unknown }): string {
  const folder = join(import.meta.dirname, "..", "results");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${run.machine.date.replaceAll(":", "-")}.json`);
  const text = `${JSON.stringify(run, null, 2)}\n`;
  writeFileSync(path, text);
  writeFileSync(join(folder, "latest.json"), text);
  return path;
}

/** Three digits that matter, as many as that takes. */
export function number(value: number, unit: Row["unit"]): string {
  if (unit === "bytes" || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(unit === "x" || Math.abs(value) < 10 ? 2 : 1);
}

function targetText(target: Target | undefined): string {
  if (!target) return "";
  const [words, limit] = "atMost" in target ? ["at most", target.atMost] : ["at least", target.atLeast];
  return `${words} ${Number(limit.toFixed(2))}`;
}

function git(...args: string[]): string {
  try {
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown"; // a tarball has no repository
  }
}
