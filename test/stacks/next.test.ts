import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readReport } from "./support/page.ts";
import { expectEverything, prepare, type Stack } from "./support/stack.ts";

test.each([
  ["16.4.6", "19"],
  ["14.2.8", "18"],
])("Next %s, built and started", async (next, react) => {
  const stack = await prepare("next", [`next@${next}`, `react@${react}`, `react-dom@${react}`]);
  await stack.run("sh", "-c", "NEXT_TELEMETRY_DISABLED=1 npx --no next build 2>&1");
  const url = await start(stack);

  const page = await (await fetch(url)).text();
  const report = page.match(/<pre id="report">(.*?)<\/pre>/)?.[1]?.replaceAll("&quot;", '"') ?? page;
  expectEverything(report, stack);

  const asked = () => stack.sandbox.requests.filter(({ api }) => api === "reflex").length;
  const before = asked();
  for (const added of [1, 2, 3]) {
    stack.sandbox.reflex.insert(1);
    // The seed's sixty, the one pushed above, and what came since: no view is served from a cache.
    expect(await (await fetch(`${url}/page-of-server`)).text()).toContain(`count ${61 + added}`);
  }
  expect(asked() - before).toBe(6);

  expect(await readReport(`${url}/page-of-client`)).toBe("rows 50");
});

async function start(stack: Stack): Promise<string> {
  const port = await freePort();
  const child = spawn("npx", ["--no", "next", "start", "--", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: stack.directory,
    stdio: "ignore",
    detached: true,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  onTestFinished(async () => {
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await once(child, "exit");
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await fetch(`${url}/none`).then(
      () => true,
      () => false,
    );
    if (isUp) return url;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("Next does not answer.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return address.port;
}
