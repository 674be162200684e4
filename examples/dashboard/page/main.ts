import { startCheckPanel } from "./check/panel.ts";
import { client } from "./client.ts";
import { startLists } from "./lists.ts";
import { byId, element } from "./ui/dom.ts";
import { badge } from "./ui/parts.ts";

const panel = startCheckPanel(client);
startLists(client, panel);
void showModes();

/** Whether the figures are real: nobody should take the sandbox's for theirs. */
async function showModes(): Promise<void> {
  const modes = byId("modes", HTMLUListElement);
  try {
    const about: Record<string, unknown> = await (await fetch("/api/about")).json();
    for (const [api, name] of [
      ["reflex", "Reflex"],
      ["txn", "Txn"],
    ] as const) {
      const mode = String(about[api]);
      modes.append(element("li", {}, badge(`${name}: ${mode}`, mode === "live" ? "good" : "warn")));
    }
  } catch {
    modes.append(element("li", {}, badge("The backend cannot be reached", "warn")));
  }
}
