import { createSandbox } from "unvoice/sandbox";
import { createParse } from "../src/answers/parse.ts";
import { GET_INVOICES } from "../src/reflex/documents.ts";
import { invoiceList as reflexList } from "../src/reflex/schemas.ts";
import type { Answer } from "../src/transport/call.ts";
import { resolveInvoices } from "../src/txn/jsonapi.ts";
import { invoiceList as txnList } from "../src/txn/schemas.ts";
import type { Figure, Row } from "./support/figure.ts";
import { type Cost, compare } from "./support/rounds.ts";

const PAGE = 50;
const TIMES = 20;

/** What reading a page costs. No entry point has that alone, so it is measured in `src/`, which the entries are built of. */
export const parsing: Figure = {
  title: `4. Parsing a page of ${PAGE}: time, of JSON.parse's alone`,
  async measure() {
    const sandbox = createSandbox({ reflex: { invoices: PAGE }, txn: { invoices: PAGE } });
    const { reflex, txn } = sandbox.clientOptions();
    const query = { query: GET_INVOICES, variables: { page: { limit: PAGE, offset: 0 }, aggregated: true } };
    const reflexText = await textOf(
      sandbox.fetch(reflex.url, {
        method: "POST",
        headers: { authorization: `Bearer ${reflex.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify(query),
      }),
    );
    const txnText = await textOf(
      sandbox.fetch(`${txn.baseUrl}/api/public/v1/invoices?per_page=${PAGE}`, {
        headers: { authorization: `Bearer ${txn.apiKey}` },
      }),
    );
    const parse = createParse("tolerant", {});
    const costs = await compare(
      {
        "reflex alone": repeat(() => JSON.parse(reflexText)),
        reflex: repeat(() => {
          const answer = answerOf(JSON.parse(reflexText), "reflex");
          const { data } = answer.data as { data: { getInvoices: { find_many: unknown } } };
          return parse(reflexList, data.getInvoices.find_many, answer).list;
        }),
        "txn alone": repeat(() => JSON.parse(txnText)),
        txn: repeat(() => {
          const answer = answerOf(JSON.parse(txnText), "txn");
          const { data, included } = parse(txnList, answer.data, answer);
          return resolveInvoices(data, included);
        }),
      },
      { rounds: 41, warmUp: 8 },
    );
    return [
      row("Reflex, with aggregates: parsed, validated", reflexText, costs.reflex, costs["reflex alone"]),
      row("Txn, with included: parsed, validated, resolved", txnText, costs.txn, costs["txn alone"]),
    ];
  },
};

function row(what: string, text: string, ours: Cost, alone: Cost): Row {
  const micros = ({ wallMs }: Cost) => ((wallMs / TIMES) * 1000).toFixed(0);
  const beside = `${micros(ours)} µs, JSON.parse ${micros(alone)} µs; ${(text.length / 1024).toFixed(0)} KB`;
  return { what, value: ours.wallMs / alone.wallMs, unit: "x", beside };
}

function repeat(read: () => unknown[]): () => void {
  return () => {
    for (let times = 0; times < TIMES; times++) read();
  };
}

function answerOf(data: object, api: "reflex" | "txn"): Answer {
  const response = { status: 200, headers: new Headers(), requestId: null };
  return { data, response, context: { api, operation: "benchmark" }, redact: String };
}

async function textOf(response: Promise<Response>): Promise<string> {
  const text = await (await response).text();
  if (!text.includes('"id"')) throw new Error(`the sandbox gave no page: ${text.slice(0, 200)}`);
  return text;
}
