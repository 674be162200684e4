/**
 * Writes the project's address into package.json before a release: `repository`, `homepage` and `bugs`. A release with
 * provenance needs them.
 */
import { readFileSync, writeFileSync } from "node:fs";

/** THE PROJECT'S ADDRESS, the one place to set it: for example "https://github.com/<owner>/unvoice". */
const REPOSITORY = "";

const file = new URL("../package.json", import.meta.url);
if (REPOSITORY === "") throw new Error("Set REPOSITORY in scripts/repository.mjs: the project has no address yet.");
const manifest = JSON.parse(readFileSync(file, "utf8"));
manifest.repository = { type: "git", url: `git+${REPOSITORY}.git` };
manifest.homepage = `${REPOSITORY}#readme`;
manifest.bugs = `${REPOSITORY}/issues`;
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
