import { decode } from "./decode.ts";
import { guard, type Process } from "./guard.ts";

/** Runs `unvoice decode <invoice>`, the command that stands in loops, without what reads longer command lines. */
export function run(args: readonly string[], process: Process): Promise<number> {
  return guard(args, process, async (shell) => {
    await decode(shell, {}, args[1]);
    return 0;
  });
}
