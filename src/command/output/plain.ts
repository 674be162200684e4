/** C0 and C1 controls, and what turns the direction of writing: none of them may reach a terminal. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A stranger's text on one line: controls and marks of direction are shown as a sign. */
export function plain(text: string): string {
  return text.replace(/[\t\n\r]+/g, " ").replace(UNSAFE, "\u{fffd}");
}

/** The same for JSON: what the standard leaves as it is, is escaped, so that the value stays. */
export function plainJson(json: string): string {
  return json.replace(UNSAFE, (sign) =>
    sign === "\n" ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
