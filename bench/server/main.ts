/** A server of Txn invoices in a process of its own; prints its address. Ends with the process that started it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPages } from "./pages.ts";

const pageBody = await createPages();

const server = createServer((request, response) => {
  // What a list is like stands at the beginning of its path: /<latency in ms>/<invoices>/api/public/v1/invoices
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, latency, invoices] = url.pathname.split("/");
  const search = url.searchParams;
  const body = pageBody({
    invoices: Number(invoices),
    page: Number(search.get("page") ?? 1),
    descending: search.get("order_type") !== "asc",
    to: Date.parse(search.get("created_at_to") ?? "2100-01-01"),
  });
  const answer = () => {
    response.writeHead(200, { "content-type": "application/vnd.api+json", "content-length": body.length });
    response.end(body);
  };
  if (latency === "0") answer();
  else setTimeout(answer, Number(latency));
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo; // not a pipe
  console.log(`http://127.0.0.1:${port}`);
});
process.stdin.resume().on("end", () => process.exit());
