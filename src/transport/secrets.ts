/** How many keys that were replaced are remembered. */
const MOST_KEYS = 50;

/** Headers whose values are no secrets. */
const harmless = new Set([
  "accept",
  "accept-language",
  "accept-encoding",
  "cache-control",
  "content-type",
  "user-agent",
]);

/** What no message of a client may show, of both its APIs: keys, also those that were replaced, values of headers, parts of addresses. */
export class Secrets {
  readonly #keys = new Set<string>();
  readonly #lasting: (() => Iterable<string | undefined>)[] = [];

  /** A key that is sent. */
  addKey(key: string): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > MOST_KEYS && oldest !== undefined) this.#keys.delete(oldest);
  }

  /** What is asked for again each time, for example what stands in the environment. */
  addSource(source: () => Iterable<string | undefined>): void {
    this.#lasting.push(source);
  }

  all(): string[] {
    const given = this.#lasting.flatMap((source) => [...source()]);
    return [...this.#keys, ...given.filter((secret) => secret !== undefined)];
  }
}

/** The values of headers, and what they are made of: each cookie, and a token without its scheme. */
export function secretsOfHeaders(headers: Record<string, string | null | undefined> | undefined): string[] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) => {
    if (!value || harmless.has(name.toLowerCase())) return [];
    const text = String(value);
    if (/^cookie$/i.test(name)) return [text, ...text.split(/;\s*/).map((pair) => pair.slice(pair.indexOf("=") + 1))];
    return [text, text.replace(/^\w+ +/, "")];
  });
}

/** What of an address may be a key: the values of its query, and parts of its path that are no words. */
export function secretsOfAddress(address: string | URL | undefined): string[] {
  const [path = "", query = ""] =
    String(address ?? "")
      .replace(/^\w+:\/\/[^/?#]*/, "")
      .split("#", 1)[0]
      ?.split("?") ?? [];
  const values = query.split("&").map((pair) => pair.slice(pair.indexOf("=") + 1));
  const parts = path.split("/").filter((part) => part.length >= 20 || (part.length >= 10 && /\d/.test(part)));
  return [...values, ...parts].flatMap((part) => [part, decoded(part)]);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
