import { createHmac } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { InputError, UnvoiceError, verifyWebhook, type Webhook, WebhookVerificationError } from "unvoice/txn";
import { afterEach, describe, expect, test, vi } from "vitest";
import { txnResource } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = `whsec_${Buffer.from("another secret of this endpoint").toString("base64")}`;
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const document = {
  data: txnResource(
    "1",
    { amountBilled: "40.00", note: "¥ 😀" },
    { address: { data: { type: "addresses", id: "a" } } },
  ),
  included: [{ id: "a", type: "addresses", attributes: { value: "T123" } }],
  meta: {},
};
const body = JSON.stringify(document);

afterEach(() => vi.useRealTimers());

function sign(payload: string, { secret = SECRET, id = ID, seconds = Math.floor(Date.now() / 1000) } = {}) {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${payload}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": String(seconds), "svix-signature": `v1,${signature}` };
}

const codeOf = async (webhook: unknown) => {
  const error = await rejection(verifyWebhook(webhook as Webhook));
  expect(error).toBeInstanceOf(WebhookVerificationError);
  expect(error).toBeInstanceOf(UnvoiceError);
  expect(String((error as Error).message)).not.toContain("MfKQ9r8");
  return (error as WebhookVerificationError).code;
};

describe("a genuine webhook", () => {
  test("gives the invoice with its relationships, the delivery's id and its time", async () => {
    const headers = sign(body);
    const { id, timestamp, invoice } = await verifyWebhook({ payload: body, headers, secret: SECRET });
    expect(id).toBe(ID);
    expect(timestamp.getTime()).toBe(Number(headers["svix-timestamp"]) * 1000);
    expect(invoice).toMatchObject({ id: "1", status: "pending", amountBilled: "40.00", address: { value: "T123" } });
  });

  test("is Svix's published vector, up to its not being an invoice", async () => {
    vi.useFakeTimers({ now: 1_614_265_330_000, toFake: ["Date"] });
    const headers = {
      "svix-id": ID,
      "svix-timestamp": "1614265330",
      "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    expect(await codeOf({ payload: '{"test": 2432232314}', headers, secret: SECRET })).toBe("not_an_invoice");
    expect(await codeOf({ payload: '{"test": 2432232315}', headers, secret: SECRET })).toBe("bad_signature");
  });

  test.each([
    ["the body in bytes", { payload: new TextEncoder().encode(body) }],
    ["the body in a Buffer", { payload: Buffer.from(body) }],
    ["several secrets, the right one last", { secret: [OTHER, SECRET] }],
    ["a secret without its prefix", { secret: SECRET.replace("whsec_", "") }],
  ])("passes with %s", async (_name, over) => {
    const webhook = { payload: body, headers: sign(body), secret: SECRET, ...over };
    expect((await verifyWebhook(webhook)).invoice.id).toBe("1");
  });

  test.each<[string, (headers: ReturnType<typeof sign>) => Webhook["headers"]]>([
    ["a Headers", (headers) => new Headers(headers)],
    [
      "names in any case",
      (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    [
      "the standard's names",
      (headers) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace("svix", "webhook"), value])),
    ],
    [
      "several signatures",
      (headers) => ({ ...headers, "svix-signature": `v1,AAAA v2,BBBB v1a,CCCC ${headers["svix-signature"]}` }),
    ],
    [
      "a header that was sent twice",
      (headers) => ({ ...headers, "svix-signature": `v1,AAAA, ${headers["svix-signature"]}` }),
    ],
    [
      "a list of values, as Node may have it",
      (headers) => ({ ...headers, "svix-signature": ["v1,AAAA", headers["svix-signature"]] }),
    ],
    [
      "half of Svix's names beside all of the standard's",
      (headers) => ({
        "svix-id": "x",
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace("svix", "webhook"), value])),
      }),
    ],
  ])("passes with %s", async (_name, headersOf) => {
    expect((await verifyWebhook({ payload: body, headers: headersOf(sign(body)), secret: SECRET })).id).toBe(ID);
  });

  test("is what Svix's and the standard's own libraries sign, whatever the body", async () => {
    for (const text of [body, "{}", '{"data":{"id":"ü😀\u2028"}}', ""]) {
      const now = new Date();
      for (const signer of [new SvixWebhook(SECRET), new StandardWebhook(SECRET)]) {
        const headers = {
          ...sign(text),
          "svix-signature": signer.sign(ID, now, text),
          "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
        };
        const result = await verifyWebhook({ payload: text, headers, secret: SECRET }).catch((error) => error.code);
        if (text === body) expect(result).toMatchObject({ id: ID });
        else expect(result).toBe("not_an_invoice");
        expect(() => new SvixWebhook(SECRET).verify(text, headers)).not.toThrow();
      }
    }
  });

  test("of something else than an invoice is told apart from a forgery", async () => {
    for (const payload of ["no JSON", "null", JSON.stringify({ data: { ...document.data, type: "payouts" } })])
      expect(await codeOf({ payload, headers: sign(payload), secret: SECRET })).toBe("not_an_invoice");
  });
});

describe("a forged, changed or old one is refused by its code", () => {
  test.each([
    ["a changed body", { payload: body.replace("40.00", "4000.00") }, "bad_signature"],
    ["another id", { headers: { ...sign(body), "svix-id": "msg_2" } }, "bad_signature"],
    [
      "another time",
      { headers: { ...sign(body), "svix-timestamp": String(Math.floor(Date.now() / 1000) + 1) } },
      "bad_signature",
    ],
    ["a time that is none", { headers: { ...sign(body), "svix-timestamp": "soon" } }, "bad_signature"],
    ["another secret", { secret: OTHER }, "bad_signature"],
    [
      "no version",
      { headers: { ...sign(body), "svix-signature": sign(body)["svix-signature"].slice(3) } },
      "bad_signature",
    ],
    [
      "half a signature",
      { headers: { ...sign(body), "svix-signature": sign(body)["svix-signature"].slice(0, 20) } },
      "bad_signature",
    ],
    [
      "a signature and more",
      { headers: { ...sign(body), "svix-signature": `${sign(body)["svix-signature"]}A` } },
      "bad_signature",
    ],
    ["an unreadable signature", { headers: { ...sign(body), "svix-signature": "v1,%%%" } }, "bad_signature"],
    ["no headers", { headers: {} }, "missing_header"],
    ["null for headers", { headers: null }, "missing_header"],
    ["an empty signature", { headers: { ...sign(body), "svix-signature": "" } }, "missing_header"],
    ["an own scheme", { headers: { "x-txn-signature": "sha256=aa", "x-txn-timestamp": "1" } }, "missing_header"],
    ["no secret", { secret: undefined }, "bad_secret"],
    ["no secrets", { secret: [] }, "bad_secret"],
    ["an empty secret", { secret: "whsec_" }, "bad_secret"],
    ["a secret that is no base64", { secret: "whsec_%%%" }, "bad_secret"],
    ["an empty one among the secrets", { secret: [SECRET, ""] }, "bad_secret"],
    ["a parsed body", { payload: document }, "raw_body_required"],
    ["no body", { payload: undefined }, "raw_body_required"],
    ["a list of numbers", { payload: [1, 2] }, "raw_body_required"],
  ])("%s", async (_name, over, code) => {
    expect(await codeOf({ payload: body, headers: sign(body), secret: SECRET, ...over })).toBe(code);
  });

  test("a parsed body is answered with the sentence that everybody needs", async () => {
    const error = await rejection(verifyWebhook({ payload: document as never, headers: sign(body), secret: SECRET }));
    expect((error as Error).message).toMatch(/give the raw body/i);
  });

  test("a body that was parsed and written again is another one", async () => {
    const spaced = JSON.stringify(document, null, 2);
    expect(await codeOf({ payload: JSON.stringify(JSON.parse(spaced)), headers: sign(spaced), secret: SECRET })).toBe(
      "bad_signature",
    );
  });

  test("five minutes either way, unless told otherwise", async () => {
    const now = Math.floor(Date.now() / 1000);
    const at = (seconds: number, toleranceMs?: number) => ({
      payload: body,
      headers: sign(body, { seconds }),
      secret: SECRET,
      toleranceMs,
    });
    expect((await verifyWebhook(at(now - 290))).id).toBe(ID);
    expect((await verifyWebhook(at(now + 290))).id).toBe(ID);
    expect(await codeOf(at(now - 310))).toBe("too_old");
    expect(await codeOf(at(now + 310))).toBe("too_new");
    expect(await codeOf(at(now - 10, 5_000))).toBe("too_old");
    expect((await verifyWebhook(at(1, Number.POSITIVE_INFINITY))).id).toBe(ID);
    expect(await codeOf(at(999_999_999_999_999))).toBe("too_new");
  });

  test.each([{ toleranceMs: Number.NaN }, { toleranceMs: "5" }, { toleranceMs: -1 }, { tolerance: 5 }])(
    "%j is refused, and not taken for no limit",
    async (over) => {
      const webhook = { payload: body, headers: sign(body), secret: SECRET, ...over } as Webhook;
      expect(await rejection(verifyWebhook(webhook))).toBeInstanceOf(InputError);
    },
  );
});
