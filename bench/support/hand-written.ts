interface Invoice {
  id: string;
  attributes: Record<string, unknown>;
}

/**
 * What a user would write without the package: `fetch`, `JSON.parse`, the next page; no check, no retry, no deadline,
 * and what an invoice relates to is left in `included`.
 */
export async function* listByHand(baseUrl: string, orderType: "asc" | "desc" = "desc"): AsyncGenerator<Invoice[]> {
  for (let page = 1; ; page++) {
    const search = new URLSearchParams({ order: "created_at", order_type: orderType, page: `${page}`, per_page: "50" });
    const response = await fetch(`${baseUrl}/api/public/v1/invoices?${search}`, {
      headers: {
        accept: "application/vnd.api+json",
        "content-type": "application/vnd.api+json",
        authorization: "Bearer benchmark-key",
      },
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { data } = JSON.parse(await response.text()) as { data: Invoice[] };
    if (data.length === 0) return;
    yield data;
  }
}
