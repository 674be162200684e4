import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

export const handler = () => work(unvoice, options);
