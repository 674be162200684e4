/** How a time is written: in UTC to the millisecond or the second, or to the millisecond without saying the zone. */
export type TimeForm = "milliseconds" | "seconds" | "no_zone";

/** Writes a time, given in milliseconds since 1970. */
export function writeTime(ms: number, form: TimeForm): string {
  const text = new Date(ms).toISOString();
  if (form === "milliseconds") return text;
  return form === "seconds" ? text.replace(/\.\d{3}Z$/, "Z") : text.slice(0, -1);
}
