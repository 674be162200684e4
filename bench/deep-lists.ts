import type { Figure, Row } from "./support/figure.ts";
import { runScript } from "./support/script.ts";

/** What `bench/windows.ts` shows, by the names of its lists and columns. */
type Table = Record<string, Record<string, number>>;

/** It prints its table with `console.table`: here the same as JSON. */
const TABLE_AS_JSON = "data:text/javascript,console.table = (table) => console.log(JSON.stringify(table))";

/** The figures of `bench/windows.ts`, which also runs by itself. */
export const deepLists: Figure = {
  title:
    "8. Deep lists of Reflex, each row that the server skips costs 5 µs: time per invoice, of that in 1,000 in windows",
  async measure() {
    const table = await runScript<Table>("windows.ts", [], { node: ["--import", TABLE_AS_JSON] });
    return Object.entries(table).map(([what, { ratio, requests, "µs per invoice": micros }]): Row => {
      if (ratio === undefined) throw new Error("bench/windows.ts shows no ratio");
      const target = what.startsWith("100,000 in windows") ? { target: { atMost: 1.3 } } : {};
      return { what, value: ratio, unit: "x", ...target, beside: `${micros} µs per invoice, ${requests} requests` };
    });
  },
};
