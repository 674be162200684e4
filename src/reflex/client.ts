import * as z from "zod/mini";
import { wire } from "../answers/schema.ts";
import { copyOptions } from "../input/copy.ts";
import type { Pager } from "../pagination/pager.ts";
import { checkRequestOptions, type RequestOptions, type TransportOptions } from "../transport/options.ts";
import type { Secrets } from "../transport/secrets.ts";
import { type Connection, connect, type ReflexOptions } from "./connection.ts";
import { PING } from "./documents.ts";
import { type GetInvoicesOptions, listInvoices } from "./pages.ts";
import { createPreview } from "./preview.ts";
import { checkedInvoice, type PushOptions } from "./push/input.ts";
import { pushInvoice } from "./push/push.ts";
import { type GraphQLDocument, type RequestArguments, sendDocument } from "./request.ts";
import type {
  CreateInvoice,
  GetInvoicesParams,
  Invoice,
  InvoicePage,
  InvoicePreview,
  PushedInvoice,
  PushInvoiceParams,
} from "./types.ts";

/** The client of Amboss Reflex's GraphQL API. */
export interface ReflexClient {
  /**
   * Pushes an invoice, or with `do_not_save` only has it checked. It is decoded first, and the answer compared with it.
   *
   * A push that saves is sent again only where it provably was not processed. Its errors say in `outcome` whether the
   * invoice was saved: `not_saved` for a refusal, `unknown` for whatever is none. An invoice in the answer is a success also
   * where the checks failed: `checkErrors` tells that.
   *
   * @param params The documented variables, name for name; copied at the call.
   * @throws InputError, InvoiceDecodeError before anything is sent; InvoiceMismatchError where the answer describes
   * another invoice; OutcomeUnknownError where it is not known whether a saving push happened; what the transport throws.
   * @see docs/apis/reflex.md
   * @example
   * const { invoice, checks, checkErrors } = await reflex.pushInvoice({
   *   invoice: { payment_request, tags: tags({ "user-id": "61274095" }) },
   *   options: { invoice: { do_not_save: true } },
   * });
   */
  pushInvoice(params: PushInvoiceParams, options?: PushOptions): Promise<PushedInvoice>;
  /**
   * Says what `do_not_save` would, as far as the invoice itself tells, without a request.
   *
   * @throws InputError for wrong tags, InvoiceDecodeError where the payment request cannot be read.
   * @example
   * const { invoice, expired } = reflex.previewInvoice({ payment_request });
   * console.log(invoice.destination, invoice.amount_msats, expired);
   */
  previewInvoice(invoice: CreateInvoice): InvoicePreview;
  /**
   * Lists pushed invoices, page after page. Nothing is requested until the pager is iterated or awaited.
   *
   * @param params The documented variables, name for name; newest first, 50 a page.
   * @throws InputError at once for a wrong parameter or a cursor of another list; when iterated, what the transport throws.
   * @see apis/reflex.md, section 3
   * @example
   * for await (const invoice of reflex.getInvoices({ filter: { from: "2026-01-01T00:00:00Z" } })) console.log(invoice.id);
   */
  getInvoices(params?: GetInvoicesParams, options?: GetInvoicesOptions): Pager<Invoice, InvoicePage>;
  /**
   * Asks the documented `getHello`: whether the API answers and takes the key.
   *
   * @throws what the transport throws.
   * @example
   * await reflex.ping();
   */
  ping(options?: RequestOptions): Promise<string>;
  /**
   * Sends any other document. A query is tried again like a read; a mutation only where it was provably not processed.
   *
   * @param document Text, a parsed document, or a typed one of GraphQL Code Generator, of which the types of the data and
   * the variables are inferred.
   * @returns GraphQL's `data`, as it came: it is not validated.
   * @throws InputError (as the rejection) where the document cannot be parsed or the variables are no JSON; what the
   * transport throws.
   * @example
   * const data = await reflex.request<{ getHello: string }>("{ getHello }");
   * const typed = await reflex.request(HelloDocument); // a TypedDocumentNode
   */
  request<Data = unknown, Variables extends object = object>(
    document: GraphQLDocument<Data, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<Data>;
}

/**
 * Makes a client of Reflex.
 *
 * @param options The key, the address and how requests travel; a missing key is a `ConfigError` at the first call.
 * @throws ConfigError for a wrong option, or a key in a browser.
 * @example
 * const reflex = createReflexClient({ apiKey });
 * const page = await reflex.getInvoices();
 */
export function createReflexClient(options: ReflexOptions & TransportOptions = {}): ReflexClient {
  return createReflex(options, {});
}

/** The same under options that both APIs share. */
export function createReflex(
  own: ReflexOptions & TransportOptions,
  shared: TransportOptions,
  secrets?: Secrets,
): ReflexClient {
  const connection = connect(own, shared, secrets);
  // Defaults by `??`: whoever writes no types may give null for what is left out.
  return {
    pushInvoice: (params, options) => pushInvoice(connection, params, options ?? {}),
    previewInvoice: (invoice) => createPreview(checkedInvoice(invoice)),
    getInvoices: (params, options) => listInvoices(connection, params ?? {}, options ?? {}),
    ping: (options) => ping(connection, copyOptions(options ?? {})),
    request: async (document, ...[variables, options]) =>
      (await sendDocument(connection, document, variables ?? {}, copyOptions(options ?? {}))) as never,
  };
}

const hello = wire<{ getHello: string }>({ getHello: z.string() });

async function ping(connection: Connection, options: RequestOptions): Promise<string> {
  checkRequestOptions(options, "reflex", "ping", []);
  const answer = await connection.query(PING, {}, { operation: "ping", options, repeatable: true });
  return connection.parse(hello, answer.data, answer, "data").getHello;
}
