import type { FaultKind } from "./faults.ts";
import type { Reply } from "./messages.ts";

type JsonObject = Record<string, unknown>;

/** The faults that change what an answer says. An answer without a fitting field stays as it is. */
export function mutate(reply: Reply, kind: FaultKind, api: "reflex" | "txn"): Reply {
  const change = CHANGES[api][kind];
  if (change === undefined || reply.body === "") return reply;
  const document = JSON.parse(reply.body) as JsonObject;
  change(document.data);
  return { ...reply, body: JSON.stringify(document) };
}

type Change = (data: unknown) => void;

const CHANGES: Record<"reflex" | "txn", Partial<Record<FaultKind, Change>>> = {
  reflex: {
    unknown_enum: (data) => set(data, ["aggregation_interval", "ip_type", "field_location"], "SANDBOX_UNKNOWN"),
    unknown_field: (data) => add(data, ["payment_request", "payment_hash", "id"], "sandbox_unknown_field"),
    null_field: (data) => set(data, ["destination"], null),
  },
  txn: {
    unknown_enum: (data) => set(data, ["status"], "frozen"),
    unknown_field: (data) => add(data, ["status"], "sandboxUnknownField"),
    null_field: (data) => set(data, ["networkName"], null),
  },
};

function set(data: unknown, keys: string[], value: unknown): void {
  const found = holder(data, keys);
  if (found !== undefined) found.object[found.key] = value;
}

function add(data: unknown, beside: string[], key: string): void {
  const found = holder(data, beside);
  if (found !== undefined) found.object[key] = "unexpected";
}

/** The first object, from the top down, that has one of the keys. */
function holder(value: unknown, keys: string[]): { object: JsonObject; key: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const object = value as JsonObject;
  const key = keys.find((name) => Object.hasOwn(object, name));
  if (key !== undefined) return { object, key };
  for (const child of Object.values(object)) {
    const found = holder(child, keys);
    if (found !== undefined) return found;
  }
  return undefined;
}
