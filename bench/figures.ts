import { call } from "./call.ts";
import { decoder } from "./decoder.ts";
import { deepLists } from "./deep-lists.ts";
import { imports } from "./imports.ts";
import { latency } from "./latency.ts";
import { listing } from "./listing.ts";
import { memory } from "./memory.ts";
import { parsing } from "./parsing.ts";
import type { Figure } from "./support/figure.ts";

/** All that is measured, in the order in which it is shown. */
export const figures: readonly Figure[] = [listing, latency, call, parsing, decoder, imports, memory, deepLists];
