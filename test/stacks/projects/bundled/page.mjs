import * as unvoice from "unvoice";
import { createTxnClient } from "unvoice/txn";
import options from "./options.json";
import { work } from "./work.mjs";

const show = (text) => {
  document.querySelector("#report").textContent = text;
};
work(unvoice, { ...options, dangerouslyAllowBrowser: true }).then(
  (report) => show(JSON.stringify({ ...report, txnEntry: typeof createTxnClient })),
  (error) => show(String(error)),
);
