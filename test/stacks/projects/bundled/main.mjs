import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

work(unvoice, options).then((report) => console.log(JSON.stringify(report)));
