import type { Shell } from "../context.ts";
import { CommandError } from "../failure.ts";

const MOST_BYTES = 8 * 1024 * 1024;

/**
 * An argument, or with `-` what stands on stdin.
 *
 * @throws CommandError where stdin is empty or endless
 */
export async function readArgument(shell: Shell, name: string, given: string | undefined): Promise<string> {
  if (given !== undefined && given !== "-") return given;
  const text = new TextDecoder().decode(await readBytes(shell));
  if (text.trim()) return text;
  throw new CommandError(65, `<${name}> is -, and there is nothing on stdin.`);
}

/** All bytes of stdin. */
export async function readBytes({ stdin }: Shell): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES) throw new CommandError(65, "There is more on stdin than any invoice holds.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
