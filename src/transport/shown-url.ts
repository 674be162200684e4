import type { Redact } from "./redact.ts";

/**
 * An address as a hook may show it: of its query, values are shown only where they are the API's own.
 *
 * @param parameters the names of those
 * @example shownUrl("https://host/list?page=1&token=x", ["page"], redact); // "https://host/list?page=1&token=[redacted]"
 */
export function shownUrl(url: string, parameters: readonly string[] = [], redact: Redact): string {
  const start = url.indexOf("?");
  if (start < 0) return redact(url);
  const pairs = url.slice(start + 1).split("&");
  const query = pairs.map((pair) => {
    const [name = ""] = pair.split("=", 1);
    return parameters.includes(name) || name === pair ? pair : `${name}=[redacted]`;
  });
  return `${redact(url.slice(0, start))}?${query.map(redact).join("&")}`;
}
