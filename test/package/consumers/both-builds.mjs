// A process that has loaded the ESM and the CommonJS build: errors of either are instances of the other's classes.
import { createRequire } from "node:module";
import * as esm from "unvoice";
import * as esmBolt11 from "unvoice/bolt11";
import * as esmTxn from "unvoice/txn";

const require = createRequire(import.meta.url);
const cjs = require("unvoice");
const cjsBolt11 = require("unvoice/bolt11");
const cjsTxn = require("unvoice/txn");

const thrownBy = (action) => {
  try {
    action();
  } catch (error) {
    return error;
  }
};
const input = ({ createTxnClient }) => thrownBy(() => createTxnClient().listInvoices({ page: 0 }));
const unreadable = ({ decodeInvoice }) => thrownBy(() => decodeInvoice("lno1"));

console.log(
  JSON.stringify({
    twoBuilds: esm.InputError !== cjs.InputError,
    inputError: [
      input(esmTxn) instanceof cjs.InputError,
      input(cjsTxn) instanceof esm.InputError,
      input(esmTxn) instanceof cjs.UnvoiceError,
      input(cjsTxn) instanceof esmTxn.UnvoiceError,
    ],
    decodeError: [
      unreadable(esmBolt11) instanceof cjsBolt11.InvoiceDecodeError,
      unreadable(cjsBolt11) instanceof esmBolt11.InvoiceDecodeError,
      unreadable(esmBolt11) instanceof cjs.UnvoiceError,
      unreadable(cjsBolt11) instanceof esm.UnvoiceError,
      unreadable(cjsBolt11) instanceof esm.InvoiceDecodeError,
    ],
    notOfOthers: [
      input(cjsTxn) instanceof esm.ConfigError,
      unreadable(cjsBolt11) instanceof esm.InputError,
      new Error("x") instanceof esm.UnvoiceError,
    ],
  }),
);
