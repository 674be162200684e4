import express from "express";
import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

const client = unvoice.createClient(options);
const app = express();
app.set("json replacer", (_name, value) => (typeof value === "bigint" ? String(value) : value));
app.get("/work", async (_request, response) => response.json(await work(unvoice, options)));
app.get("/invoices", async (_request, response) => response.json((await client.reflex.getInvoices()).items));
const server = app.listen(0, "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  console.log(await (await fetch(`${url}/work`)).text());
  console.log(typeof (await (await fetch(`${url}/invoices`)).json())[0].amount_msats);
  server.close();
  server.closeAllConnections();
});
