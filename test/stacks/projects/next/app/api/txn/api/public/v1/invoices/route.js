import options from "../../../../../../../options.json";

/** The page's own backend: it adds the key. */
export async function GET(request) {
  const url = `${options.txn.baseUrl}/api/public/v1/invoices${new URL(request.url).search}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${options.txn.apiKey}` }, cache: "no-store" });
  return new Response(await answer.text(), { status: answer.status, headers: { "content-type": "application/json" } });
}
