/** Both APIs on a laptop: `unvoice/sandbox`. */
export type { ServedRequest } from "./core.ts";
export type { Fault, FaultKind } from "./faults.ts";
export type { ReflexGuesses } from "./reflex/guesses.ts";
export type { ReflexInvoice } from "./reflex/invoice.ts";
export type { InvoiceTag as ReflexInvoiceTag } from "./reflex/tags.ts";
export {
  createSandbox,
  type Sandbox,
  type SandboxClientOptions,
  type SandboxOptions,
  type SandboxReflexOptions,
  type SandboxTxnOptions,
} from "./sandbox.ts";
export type { RunningSandbox } from "./server.ts";
export type { TxnGuesses } from "./txn/guesses.ts";
export type { TxnInvoiceResource } from "./txn/resources.ts";
export type { SandboxTxn } from "./txn/sandbox-txn.ts";
export type { WebhookOptions } from "./txn/webhooks/create.ts";
export type { WebhookDelivery } from "./txn/webhooks/outbox.ts";
export type { WebhookReceiver } from "./txn/webhooks/receiver.ts";
