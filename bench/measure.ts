/**
 * Measures one figure and prints its rows as JSON: node bench/measure.ts <title>. A process of its own, since what the
 * figures before have left on the heap doubled the time of a call.
 */
import { figures } from "./figures.ts";

const figure = figures.find(({ title }) => title === process.argv[2]);
if (!figure) throw new Error(`no figure is called ${process.argv[2]}`);
console.log(JSON.stringify(await figure.measure()));
