import { createServer } from "node:http";
import { connect } from "node:net";
import { fetch, ProxyAgent } from "undici";
import * as unvoice from "unvoice";
import options from "./options.json" with { type: "json" };
import { work } from "./work.mjs";

let tunnels = 0;
const proxy = createServer().on("connect", ({ url }, socket, head) => {
  const { hostname, port } = new URL(`http://${url}`);
  tunnels += 1;
  const upstream = connect(port, hostname, () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  for (const side of [socket, upstream]) side.on("error", () => socket.destroy());
});
await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
const dispatcher = new ProxyAgent({ uri: `http://127.0.0.1:${proxy.address().port}`, proxyTunnel: true });
const proxied = (url, init) => fetch(url, { ...init, dispatcher });
console.log(JSON.stringify(await work(unvoice, { ...options, fetch: proxied })));
console.log(`through the proxy: ${tunnels > 0}`);
process.exit();
