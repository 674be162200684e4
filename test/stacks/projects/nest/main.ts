import "reflect-metadata";
import { Controller, Get, Inject, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import * as unvoice from "unvoice";
import options from "./options.json";

const { work } = require("./work.cjs");
const CLIENT = Symbol("unvoice");

@Controller()
class Invoices {
  constructor(@Inject(CLIENT) private readonly client: unvoice.Client) {}

  @Get("work")
  work() {
    return work(unvoice, options);
  }

  @Get("invoices")
  async list() {
    // Awaited: a list that is returned as it is would be streamed, all of it.
    const { items } = await this.client.txn.listInvoices();
    return items;
  }
}

@Module({
  controllers: [Invoices],
  providers: [{ provide: CLIENT, useFactory: () => unvoice.createClient(options) }],
})
class App {}

async function main(): Promise<void> {
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, "127.0.0.1");
  const url = await app.getUrl();
  console.log(await (await fetch(`${url}/work`)).text());
  console.log(typeof (await (await fetch(`${url}/invoices`)).json())[0].id);
  await app.close();
}
void main();
