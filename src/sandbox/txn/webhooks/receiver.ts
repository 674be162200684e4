import { timerMs } from "../../timers.ts";

/** Where webhooks go: a URL, or a function that takes what `fetch` takes, such as a Hono app's `fetch`. */
export type WebhookReceiver = string | ((request: Request) => Response | undefined | Promise<Response | undefined>);

/** An answer that takes longer is none: 15 seconds, as Svix documents of itself. */
const TIMEOUT_MS = 15_000;

/** Takes one delivery to the receiver, and gives the status that it answered with; 0 where it gave no answer. */
export type Deliver = (headers: Record<string, string>, body: string) => Promise<number>;

/**
 * Makes the way to a receiver.
 *
 * @throws TypeError for a URL that is none.
 */
export function createDelivery(receiver: WebhookReceiver): Deliver {
  const send = typeof receiver === "string" ? postTo(webAddress(receiver)) : callOf(receiver);
  return async (headers, body) => {
    const controller = new AbortController();
    const init = { method: "POST", headers, body, redirect: "manual", signal: controller.signal } as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<number>((resolve) => {
      timer = setTimeout(() => resolve(0), timerMs(TIMEOUT_MS));
    });
    try {
      return await Promise.race([send(init), late]);
    } catch {
      return 0;
    } finally {
      clearTimeout(timer);
      controller.abort();
    }
  };
}

function postTo(url: string) {
  return async (init: RequestInit): Promise<number> => {
    const response = await fetch(url, init);
    await response.body?.cancel();
    return response.status;
  };
}

function callOf(receiver: Exclude<WebhookReceiver, string>) {
  return async (init: RequestInit): Promise<number> => {
    // A receiver without an answer of its own has taken the delivery.
    const response = await receiver(new Request("https://webhooks.sandbox.invalid/", init));
    return response?.status ?? 204;
  };
}

function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
  throw new TypeError("sandbox: webhooks go to a URL with http or https, or to a function");
}
