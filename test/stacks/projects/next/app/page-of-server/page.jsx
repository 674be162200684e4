import { headers } from "next/headers";
import { createClient } from "unvoice";
import options from "../../options.json";

const client = createClient(options);

/** Rendered at each view, since it looks at the request; each of its calls is to reach the server. */
export default async function Page() {
  await headers();
  const invoice = { payment_request: PAYMENT_REQUEST };
  await client.reflex.pushInvoice({ invoice, options: { invoice: { do_not_save: true } } });
  const { aggregated } = await client.reflex.getInvoices();
  return <pre id="report">{`count ${aggregated.total.count}`}</pre>;
}

const PAYMENT_REQUEST =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";
