/**
 * Tests of one's own code, without a network: in process, behind msw for code that makes its own client, and with faults.
 * The function under test stands first; it would be imported.
 */
import { http } from "msw";
import { setupServer } from "msw/node";
import { type Client, createClient, OutcomeUnknownError, tags } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { afterEach, expect, test, vi } from "vitest";

/** Notes an invoice that a user wants paid. */
async function noteWithdrawal(client: Client, payment_request: string, userId: string): Promise<string> {
  const { invoice } = await client.reflex.pushInvoice({
    invoice: { payment_request, tags: tags({ "user-id": userId, "is-withdrawal": true }) },
  });
  return invoice.id;
}

const payment_request =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

afterEach(() => vi.unstubAllEnvs());

test("in process: what was sent can be looked at", async () => {
  const sandbox = createSandbox({ reflex: { invoices: 0 } });
  const id = await noteWithdrawal(createClient(sandbox.clientOptions()), payment_request, "user-7");
  const stored = sandbox.reflex.invoices[0];
  expect(stored?.id).toBe(id);
  expect(stored?.tags[0]).toMatchObject({ key: "user-id", string_value: "user-7" });
});

test("behind msw: code that makes its own client from the environment", async () => {
  const sandbox = createSandbox();
  const server = setupServer(http.all("*", ({ request }) => sandbox.fetch(request)));
  server.listen();
  try {
    vi.stubEnv("REFLEX_API_KEY", "sandbox-reflex-key");
    await noteWithdrawal(createClient(), payment_request, "user-7");
    expect(sandbox.requests.map(({ operation, status }) => [operation, status])).toEqual([["pushInvoice", 200]]);
  } finally {
    server.close();
  }
});

test("with a fault: the push arrives, its answer does not", async () => {
  const sandbox = createSandbox({ reflex: { invoices: 0 } });
  sandbox.faults.add({ kind: "reset_after", operation: "pushInvoice" });
  const noted = noteWithdrawal(createClient(sandbox.clientOptions()), payment_request, "user-7");
  await expect(noted).rejects.toBeInstanceOf(OutcomeUnknownError);
  expect(sandbox.reflex.invoices).toHaveLength(1);
});
