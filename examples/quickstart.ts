/**
 * The main job, end to end: what an invoice says before it is paid, what Reflex knows of its nodes, and what was
 * invoiced so far. Runs against the sandbox; with REFLEX_API_KEY or TXN_API_KEY (and TXN_BASE_URL) set, against that API.
 */
import { createClient, isFinal, tags } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { minute, sat, short, table } from "./support/format.ts";

const payment_request =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";
const userId = "61274095-7828-45dd-98e8-2daabdb39386";

const started = performance.now();
const sandbox = createSandbox().clientOptions();
const live = { reflex: Boolean(process.env.REFLEX_API_KEY), txn: Boolean(process.env.TXN_API_KEY) };
const client = createClient({
  reflex: live.reflex ? {} : { ...sandbox.reflex, fetch: sandbox.fetch },
  txn: live.txn ? {} : { ...sandbox.txn, fetch: sandbox.fetch },
});
console.log(`Reflex: ${live.reflex ? "live" : "sandbox"}. Txn: ${live.txn ? "live" : "sandbox"}.\n`);

console.log("1. What the invoice says (decoded here, nothing sent)");
const { invoice, decoded, expired } = client.reflex.previewInvoice({ payment_request });
console.log(
  table(
    ["field", "value"],
    [
      ["amount", sat(invoice.amount_msats)],
      ["payee", invoice.destination ?? "-"],
      ["payment hash", invoice.payment_hash ?? "-"],
      ["description", invoice.description ?? "-"],
      ["network", decoded.network],
      ["expires", `${minute(invoice.invoice_expiry_at)}${expired ? " (expired)" : ""}`],
      ["remarks", decoded.issues.join(", ") || "none"],
    ],
  ),
);

console.log("\n2. What Reflex knows of its nodes (do_not_save)");
const checked = await client.reflex.pushInvoice({
  invoice: { payment_request },
  options: { invoice: { do_not_save: true } },
});
console.log(
  table(
    ["node", "found in", "channels", "addresses", "IPs", "flags"],
    (checked.checks?.destinations ?? []).map(({ pubkey, field_location, checks }) => {
      const channels = checks?.channels?.list ?? [];
      const addresses = channels.flatMap((channel) => channel.addresses);
      const ips = checks?.ips?.list ?? [];
      const flags = new Set([...addresses, ...ips].flatMap((place) => place.flags));
      const counts = [channels.length, addresses.length, ips.length].map(String);
      return [short(pubkey), field_location ?? "-", ...counts, [...flags].join(", ") || "none"];
    }),
    ["channels", "addresses", "IPs"],
  ),
);

console.log("\n3. Pushed, with three tags");
const pushed = await client.reflex.pushInvoice({
  invoice: {
    description: "User withdrawal",
    payment_request,
    tags: tags({ "product-id": 534271, "user-id": userId, "is-withdrawal": true }),
  },
  options: { invoice: { do_not_save: false } },
});
console.log(`Saved as ${pushed.invoice.id}: ${pushed.invoice.description}, ${sat(pushed.invoice.amount_msats)}.`);

console.log("\n4. Reflex invoices of this user");
const userTag = [{ key: "user-id", string_value: userId }];
const autumn = { from: "2023-10-01T14:18:33Z", to: "2023-11-01T14:18:33Z", tags: userTag };
const ofAutumn = await client.reflex.getInvoices({ filter: autumn }).toArray({ maxItems: 100 });
const ofAllTime = await client.reflex.getInvoices({ filter: { tags: userTag } }).toArray({ maxItems: 100 });
console.log(`October 2023: ${ofAutumn.length}. Ever: ${ofAllTime.length}.`);
console.log(
  table(
    ["pushed", "amount", "payee", "description"],
    ofAllTime.map((row) => [
      minute(row.created_at),
      sat(row.amount_msats),
      short(row.destination),
      row.description ?? "-",
    ]),
    ["amount"],
  ),
);

console.log("\n5. All of both APIs");
let reflexCount = 0;
let reflexMsat = 0n;
for await (const row of client.reflex.getInvoices()) {
  reflexCount += 1;
  reflexMsat += row.amount_msats ?? 0n;
}
let txnCount = 0;
let open = 0;
const byStatus = new Map<string, number>();
for await (const row of client.txn.listInvoices()) {
  txnCount += 1;
  if (!isFinal(row)) open += 1;
  byStatus.set(row.status, (byStatus.get(row.status) ?? 0) + 1);
}
const statuses = [...byStatus].map(([status, count]) => `${count} ${status}`).join(", ");
console.log(
  table(
    ["API", "invoices", "what they are"],
    [
      ["Reflex", String(reflexCount), `${sat(reflexMsat)} in all`],
      ["Txn", String(txnCount), `${open} still open: ${statuses}`],
    ],
    ["invoices"],
  ),
);
console.log(`\nDone in ${((performance.now() - started) / 1000).toFixed(2)} s.`);
