import { CommandError } from "../failure.ts";

/** A tag as Reflex takes it. */
export interface TagInput {
  key: string;
  string_value?: string;
  number_value?: number;
  boolean_value?: boolean;
}

/**
 * Reads `--tag k=v`. `true` and `false` are booleans, a plain number is a number unless it would lose digits;
 * anything in double quotes is text.
 *
 * @throws CommandError for a tag without a key or a value
 */
export function readTags(tags: readonly string[] = []): TagInput[] {
  return tags.map((text) => {
    const [, key, value = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (key === undefined)
      throw new CommandError(64, "--tag is written key=value, for example --tag is-withdrawal=true.");
    if (value === "true" || value === "false") return { key, boolean_value: value === "true" };
    const quoted = /^"(.*)"$/s.exec(value)?.[1];
    if (quoted !== undefined) return { key, string_value: quoted };
    return String(Number(value)) === value && Number.isFinite(Number(value))
      ? { key, number_value: Number(value) }
      : { key, string_value: value };
  });
}
