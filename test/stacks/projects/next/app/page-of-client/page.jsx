"use client";
import { useEffect, useState } from "react";
import { createClient } from "unvoice";

// At module level, with relative addresses: the server renders this module, too.
const client = createClient({ reflex: { url: "/api/reflex" }, txn: { baseUrl: "/api/txn" } });

export default function Page() {
  const [text, setText] = useState("");
  useEffect(() => {
    client.txn.listInvoices().then(
      (page) => setText(`rows ${page.items.length}`),
      (error) => setText(String(error)),
    );
  }, []);
  return <pre id="report">{text}</pre>;
}
