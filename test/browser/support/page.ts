import { type BrowserContextOptions, chromium, type Page } from "playwright";
import { launchOptions } from "./chromium.ts";

/** A page in a Chromium of its own, with what it complained about. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings of the console, uncaught errors, violations of the page's policy. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens an empty page that is being watched. */
export async function openPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const browser = await chromium.launch(launchOptions);
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  await page.exposeFunction("reportViolation", (violation: string) => complaints.push(`policy: ${violation}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) => {
      const { reportViolation } = window as unknown as { reportViolation(violation: string): void };
      reportViolation(`${effectiveDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return { page, complaints, close: () => browser.close() };
}
