import * as unvoice from "unvoice";
import { createApp, h, ref } from "vue";
import options from "./options.json";
import { work } from "./work.mjs";

createApp({
  setup() {
    const text = ref("");
    const page = ref(null);
    const client = unvoice.createClient({ ...options, dangerouslyAllowBrowser: true });
    const all = async () => {
      const report = await work(unvoice, { ...options, dangerouslyAllowBrowser: true });
      // Behind the proxy that `ref` puts around it.
      page.value = await client.txn.listInvoices();
      const next = await page.value.nextPage();
      text.value = JSON.stringify({ ...report, proxied: next.items.length });
    };
    all().catch((error) => {
      text.value = String(error);
    });
    return () => h("pre", { id: "report" }, text.value);
  },
}).mount("#root");
