import { Hono } from "hono";
import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

const client = unvoice.createClient(options);
const json = { "content-type": "application/json" };
const app = new Hono();
app.get("/work", async (context) => context.json(await work(unvoice, options)));
app.get("/invoices", async (context) =>
  context.body(unvoice.stringify((await client.reflex.getInvoices()).items), 200, json),
);
console.log(await (await app.request("/work")).text());
console.log(typeof (await (await app.request("/invoices")).json())[0].amount_msats);
