/** The sandbox in a process of its own: node serve.ts <invoices of Reflex> <of Txn>. Ends with the process that started it. */
import { createSandbox } from "unvoice/sandbox";

const [reflex, txn] = process.argv.slice(2).map(Number);
const sandbox = createSandbox({ reflex: { invoices: reflex }, txn: { invoices: txn } });
const { reflexUrl, txnBaseUrl } = await sandbox.listen();
console.log(JSON.stringify({ reflexUrl, txnBaseUrl }));
process.stdin.resume().on("end", () => process.exit());
