import type { ResponseInfo } from "../transport/call.ts";

/**
 * Adds what an answer came with, for who asks for it: no logger and no JSON shows it.
 *
 * @example withResponse({ items }, answer.response).response.requestId
 */
export function withResponse<Value extends object>(
  value: Value,
  { status, headers, requestId }: ResponseInfo,
): Value & { response: ResponseInfo } {
  const response = { status, headers, requestId };
  return Object.defineProperty(value, "response", { value: response, writable: true, configurable: true }) as never;
}
