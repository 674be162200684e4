/**
 * What the package costs beside what a user would write or install instead. Ratios hold in one run; figures of different
 * runs or machines cannot be compared.
 *
 *   npm run bench                       builds and measures everything, about four minutes
 *   node bench/index.ts --only=1,3      these figures, of the dist that is there
 *
 * The table goes to the screen, the same as JSON to bench/results/.
 */
import { figures } from "./figures.ts";
import { type Row, verdict } from "./support/figure.ts";
import { circumstances, printRows, save } from "./support/report.ts";
import { runScript } from "./support/script.ts";

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const wanted = figures.filter(({ title }) => !only || only.split(",").some((number) => title.startsWith(`${number}.`)));

const machine = circumstances();
for (const [name, value] of Object.entries(machine)) console.log(`${name.padEnd(12)} ${value}`);

const results: { title: string; rows: (Row & { verdict: ReturnType<typeof verdict> })[] }[] = [];
for (const { title } of wanted) {
  const rows = await runScript<Row[]>("measure.ts", [title]);
  printRows(title, rows);
  results.push({ title, rows: rows.map((row) => ({ ...row, verdict: verdict(row) })) });
}

const over = results.flatMap(({ rows }) => rows.filter((row) => row.verdict === "over"));
console.log(
  `\n${over.length === 0 ? "Every target is met." : `Over target: ${over.map(({ what }) => what).join("; ")}.`}`,
);
console.log(`As JSON: ${save({ machine, results })}`);
