import { startCheckPanel } from "./check/panel.ts";
import { client } from "./client.ts";
import { startLists } from "./lists.ts";
import { byId, element } from "./ui/dom.ts";
import { badge } from "./ui/parts.ts";

const about = await fetchAbout();
const isMirror = about?.reflex === "mirror";
showModes();
startLists(client, startCheckPanel(client, { offline: isMirror }), { isMirror });

/** What stands behind the page; `null` where the backend cannot be reached. */
async function fetchAbout(): Promise<Record<string, unknown> | null> {
  try {
    return await (await fetch("/api/about")).json();
  } catch {
    return null;
  }
}

/** Whether the figures are real: nobody should take the sandbox's for theirs. */
function showModes(): void {
  const modes = byId("modes", HTMLUListElement);
  if (about === null) {
    modes.append(element("li", {}, badge("The backend cannot be reached", "warn")));
    return;
  }
  for (const [api, name] of [
    ["reflex", "Reflex"],
    ["txn", "Txn"],
  ] as const) {
    const mode = String(about[api]);
    modes.append(element("li", {}, badge(`${name}: ${mode}`, mode === "sandbox" ? "warn" : "good")));
  }
}
