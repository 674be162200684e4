import fastify from "fastify";
import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

const client = unvoice.createClient(options);
const app = fastify();
app.setReplySerializer((payload) => unvoice.stringify(payload));
app.get("/work", () => work(unvoice, options));
app.get("/invoices", async () => (await client.reflex.getInvoices()).items);
const url = await app.listen({ port: 0, host: "127.0.0.1" });
console.log(await (await fetch(`${url}/work`)).text());
console.log(typeof (await (await fetch(`${url}/invoices`)).json())[0].amount_msats);
await app.close();
