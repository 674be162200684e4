/**
 * What `unvoice/bolt11` costs: decodes per second beside other packages, bytes in a browser bundle, the first decode of
 * a process. All in one run, since rates of different runs cannot be compared.
 *
 *   node bench/bolt11/index.ts           a table
 *   node bench/bolt11/index.ts --json    the same as one JSON object
 */
import { bundleSize } from "./bundle.ts";
import { firstDecode } from "./cold.ts";
import { measureRates } from "./rates.ts";

const rates = measureRates();
const figures = {
  decodesPerSecond: rates,
  ratios: {
    "skip / light-bolt11-decoder": rates.skip / rates["light-bolt11-decoder"],
    "native recover / bolt11": rates["native recover"] / rates.bolt11,
    "check / bare @noble/curves recovery": rates.check / rates["bare @noble/curves recovery"],
  },
  targets: {
    "skip / light-bolt11-decoder": 5,
    "native recover / bolt11": 1.6,
    "check / bare @noble/curves recovery": 0.5,
  },
  gzipBytes: {
    decodeInvoice: await bundleSize("decodeInvoice"),
    parseInvoice: await bundleSize("parseInvoice"),
  },
  firstDecodeMs: await firstDecode(),
};

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(figures, null, 2));
} else {
  console.log("decodes per second");
  for (const [name, rate] of Object.entries(rates)) console.log(`  ${name.padEnd(36)}${rate.toFixed(0).padStart(9)}`);
  console.log("ratios");
  for (const [name, ratio] of Object.entries(figures.ratios)) {
    const target = figures.targets[name as keyof typeof figures.targets];
    console.log(`  ${name.padEnd(36)}${ratio.toFixed(2).padStart(9)}   at least ${target}`);
  }
  console.log("browser bundle, minified, gzip -9");
  for (const [name, size] of Object.entries(figures.gzipBytes)) {
    console.log(`  ${name.padEnd(36)}${String(size).padStart(9)} bytes`);
  }
  console.log(`first decode of a process${figures.firstDecodeMs.toFixed(1).padStart(22)} ms, import included`);
}
