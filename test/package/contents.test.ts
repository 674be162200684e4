import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPackage } from "@arethetypeswrong/core";
import { describe, expect, inject, test } from "vitest";
import { run } from "./support/shell.ts";
