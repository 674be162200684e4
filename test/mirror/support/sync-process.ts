/** Mirrors what REFLEX_URL and TXN_BASE_URL serve into PLACE, and writes a line after each page. */
import pg from "pg";
import { createClient } from "unvoice";
import { createMirror } from "unvoice/mirror";
import type { Place } from "./databases.ts";

const address = JSON.parse(process.env.PLACE ?? "") as Place["address"];
const pool = "url" in address ? new pg.Pool({ connectionString: address.url }) : null;
const mirror = createMirror({
  client: createClient({ reflex: { apiKey: "sandbox-reflex-key" }, txn: { apiKey: "sandbox-txn-key" } }),
  database: pool ? { postgres: pool } : (address as { file: string }).file,
  schema: "schema" in address ? address.schema : undefined,
});
await mirror.sync({ onProgress: ({ read }) => console.log(read) });
await mirror.close();
await pool?.end();
