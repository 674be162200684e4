import { createReflexClient } from "unvoice/reflex";

/** What a GraphQL request of the page may ask for, after a look at it. */
export interface KnownRequest {
  query: string;
  variables: Record<string, unknown>;
}

/** Lets a GraphQL request of the page through: what may be sent on, or `null`. */
export type Admit = (body: Uint8Array) => KnownRequest | null;

/** Any invoice does: it only has to be one that the client sends. */
const ANY_INVOICE =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

/**
 * Makes the function that knows the documents of the page's own client, and no others: a script that got into the page could
 * otherwise ask Reflex for anything that the key allows. The documents are recorded from the client itself, so they cannot
 * differ from what the page sends.
 *
 * A push is only ever a check: `do_not_save` is set here, whatever the page says.
 *
 * @example
 * const admit = await createAdmit();
 * admit(new TextEncoder().encode('{"query":"{ getUser { team { webhook_secret } } }"}')); // null
 */
export async function createAdmit(): Promise<Admit> {
  const list = await recordDocument((client) => client.getInvoices());
  const push = await recordDocument((client) => client.pushInvoice({ invoice: { payment_request: ANY_INVOICE } }));
  return (body) => {
    const { query, variables } = parseObject(body);
    if (query === list) return { query, variables: asObject(variables) };
    if (query !== push) return null;
    return { query, variables: { ...asObject(variables), options: { invoice: { do_not_save: true } } } };
  };
}

/** The document that the client sends for a call, which goes no further. */
async function recordDocument(
  call: (client: ReturnType<typeof createReflexClient>) => PromiseLike<unknown>,
): Promise<string> {
  let query = "";
  const client = createReflexClient({
    apiKey: "sent-nowhere",
    url: "https://reflex.invalid/graphql",
    maxRetries: 0,
    fetch: async (_url, init) => {
      query = String(JSON.parse(String(init?.body)).query);
      throw new Error("recorded");
    },
  });
  await call(client).then(
    () => undefined,
    () => undefined,
  );
  return query;
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
