import * as unvoice from "unvoice";
import options from "../options.json";
import { work } from "../work.mjs";

export const dynamic = "force-dynamic";

export default async function Page() {
  return <pre id="report">{JSON.stringify(await work(unvoice, options))}</pre>;
}
