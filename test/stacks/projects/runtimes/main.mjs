import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

console.log(JSON.stringify(await work(unvoice, options)));
