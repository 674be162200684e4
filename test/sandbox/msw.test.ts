import { http } from "msw";
import { setupServer } from "msw/node";
import { expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";

test("stands behind msw, for any host", async () => {
  const sandbox = createSandbox();
  const server = setupServer(http.all("*", ({ request }) => sandbox.fetch(request)));
  server.listen({ onUnhandledFrame: "error" });
  try {
    const headers = { authorization: "Bearer sandbox-txn-key" };
    const response = await fetch("https://api.sandbox.txn.io/api/public/v1/invoices?page=1&per_page=3", { headers });
    expect((await response.json()).data).toHaveLength(3);
  } finally {
    server.close();
  }
});
