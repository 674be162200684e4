import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright";
import { onTestFinished } from "vitest";

const MEDIA_TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Serves a built page on loopback and gives its address. */
export async function serveFolder(folder: string): Promise<string> {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://loopback");
    const name = pathname === "/" ? "/index.html" : pathname;
    const body = await readFile(join(folder, name)).catch(() => null);
    response.writeHead(body ? 200 : 404, { "content-type": MEDIA_TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Opens a page in Chromium and gives what it wrote into `#report`, once it wrote something. */
export async function readReport(url: string): Promise<string> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction("document.querySelector('#report')?.textContent", undefined, { timeout: 60_000 });
  return (await page.textContent("#report")) ?? "";
}
