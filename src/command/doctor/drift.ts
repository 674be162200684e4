import { createClient } from "../../index.ts";
import type { Notes } from "./findings.ts";
import { wordOf } from "./words.ts";

/** How an answer differs from what is documented: the client reads it as if it came over the wire. */
export async function noteDrift(notes: Notes, api: "reflex" | "txn", body: unknown): Promise<void> {
  const differences = new Set<string>();
  const client = createClient({
    reflex: { url: "https://reflex.invalid/graphql", apiKey: "replayed" },
    txn: { baseUrl: "https://txn.invalid", apiKey: "replayed" },
    fetch: async () => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }),
    maxRetries: 0,
    hooks: {
      onDrift: ({ path, kind, value }) => {
        const word = kind === "unknown_value" && typeof value === "string" ? ` (${wordOf(value)})` : "";
        differences.add(`${kind.replace("_", " ")} at ${wordOf(path)}${word}`);
      },
    },
  });
  try {
    await (api === "reflex"
      ? client.reflex.getInvoices({}, { prefetch: 0 })
      : client.txn.listInvoices({}, { prefetch: 0 }));
  } catch (error) {
    const { issues = [] } = error as { issues?: readonly { path: string }[] };
    for (const { path } of issues.slice(0, 10))
      differences.add(`missing or of another type: ${wordOf(path.replace(/\d+/g, ""))}`);
    if (issues.length === 0) differences.add("the client cannot read it");
  }
  const found = [...differences].slice(0, 20);
  notes.fact(
    "drift",
    found.length > 0 ? found.join("; ") : "none",
    found.length > 0 ? "Attach this report to an issue." : "",
  );
}
