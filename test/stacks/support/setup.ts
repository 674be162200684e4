import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { run } from "../../package/support/shell.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Packs the package once for all stacks. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), "unvoice-stacks-"));
  const packed = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", directory], root));
  project.provide("tarball", join(directory, packed[0].filename));
  return () => rmSync(directory, { recursive: true, force: true });
}
