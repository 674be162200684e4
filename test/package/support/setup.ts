import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { run } from "./shell.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The packed tarball. */
    tarball: string;
    /** A project that has installed the tarball and nothing else. */
    alone: string;
    /** Projects that have it beside other packages and a compiler, by the compiler's version. */
    beside: Record<"5.4.5" | "5.9.3", string>;
    /** What `npm install` of the tarball alone said. */
    installed: string;
  }
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const consumers = fileURLToPath(new URL("../consumers", import.meta.url));

/** Packs once and installs the tarball into every consumer, outside of this repository. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), "unvoice-package-"));
  const packed = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", directory], root));
  const tarball = join(directory, packed[0].filename);
  const [alone, older, newer] = await Promise.all([
    consumer("alone", []),
    consumer("older", ["typescript@5.4.5", "@types/node@22.12.0", "graphql@16", "zod@3"]),
    consumer("newer", ["typescript@5.9.3", "@types/node@24", "graphql@17", "zod@4"]),
  ]);
  project.provide("tarball", tarball);
  project.provide("alone", alone.path);
  project.provide("installed", alone.said);
  project.provide("beside", { "5.4.5": older.path, "5.9.3": newer.path });
  return () => rmSync(directory, { recursive: true, force: true });

  async function consumer(name: string, others: string[]): Promise<{ path: string; said: string }> {
    const path = join(directory, name);
    mkdirSync(path);
    writeFileSync(join(path, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
    cpSync(consumers, path, { recursive: true });
    const said = await run("npm", ["install", "--no-audit", "--no-fund", tarball, ...others], path);
    return { path, said };
  }
}

/** A file of the installed package, as text. */
export function installedFile(consumer: string, name: string): string {
  return readFileSync(join(consumer, "node_modules/unvoice", name), "utf8");
}
