// `import` of every entry point, each put to real work: an invoice decoded, lists read from both emulated APIs.
import * as root from "unvoice";
import * as bolt11 from "unvoice/bolt11";
import * as reflex from "unvoice/reflex";
import * as sandbox from "unvoice/sandbox";
import * as txn from "unvoice/txn";
import { work } from "./work.cjs";

console.log(JSON.stringify(await work({ root, reflex, txn, bolt11, sandbox })));
