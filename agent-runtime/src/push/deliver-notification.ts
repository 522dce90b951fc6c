import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { DeliverySlots } from "./delivery-slots.js";
import { toNotificationBody } from "./notification-body.js";
import { toAuthenticationHeaders } from "./push-config.js";
import type { Delivery, PendingNotification, PushTarget } from "./push-lane.js";
import type { WebhookClient, WebhookRequest } from "./webhook-client.js";
import { WebhookForbiddenError } from "./webhook-guard.js";

/** How long the next attempt waits after a failed one, at most. There are as many and one more. */
const RETRY_DELAYS_MS: readonly number[] = [1_000, 4_000];

/** Answers that say: later. */
const RETRYABLE_STATUSES: readonly number[] = [408, 429];
const GONE = 410;

export interface DeliveryContext {
  client: WebhookClient;
  slots: DeliverySlots;
  clock: Clock;
  log: AgentLog;
}

/** How one attempt went. */
type Attempt = Delivery & { reason: string; isRetryable?: boolean };

const ABORTED: Attempt = { outcome: "dropped", reason: "aborted" };

/** Delivers a notification, with some attempts. Never rejects. */
export async function deliverNotification(
  { client, slots, clock, log }: DeliveryContext,
  { config, contextId, protocolVersion }: PushTarget,
  { event, task, traceHeaders }: PendingNotification,
  signal: AbortSignal,
): Promise<Delivery> {
  const facts = {
    taskId: config.taskId,
    contextId,
    configId: config.id,
    // The path of a webhook may be a secret.
    webhook: new URL(config.url).origin,
  };
  let request: WebhookRequest;
  try {
    const { body, contentType } = toNotificationBody(event, task, protocolVersion);
    const headers = {
      ...traceHeaders,
      "Content-Type": contentType,
      ...toAuthenticationHeaders(config),
    };
    request = { url: config.url, headers, body, signal };
  } catch (error) {
    log.error({ ...facts, err: error }, "A push notification could not be written");
    return { outcome: "failed" };
  }

  for (let attempts = 1; ; attempts += 1) {
    const attempt = await slots(facts.webhook, async () =>
      signal.aborted ? ABORTED : attemptOnce(client, request),
    );
    const { isRetryable = false, reason, ...delivery } = attempt;
    const delayMs = RETRY_DELAYS_MS[attempts - 1];
    if (delivery.outcome === "delivered" || delivery.outcome === "dropped") {
      return delivery;
    }
    if (!isRetryable || delayMs === undefined) {
      log.warn({ ...facts, attempts, reason }, "A push notification was not delivered");
      return delivery;
    }
    // Webhooks that failed together are not asked again together.
    await wait(clock, delayMs * (0.5 + Math.random() / 2), signal);
  }
}

async function attemptOnce(client: WebhookClient, request: WebhookRequest): Promise<Attempt> {
  try {
    return fromStatus(await client.post(request));
  } catch (error) {
    if (request.signal.aborted) {
      return ABORTED;
    }
    return error instanceof WebhookForbiddenError
      ? { outcome: "refused", reason: error.message }
      : { outcome: "failed", reason: toReason(error), isRetryable: true };
  }
}

function fromStatus(status: number): Attempt {
  const reason = `The webhook answered ${status}.`;
  if (status >= 200 && status < 300) {
    return { outcome: "delivered", reason };
  }
  if (status >= 300 && status < 400) {
    return { outcome: "failed", reason: `${reason} Redirects are not followed.` };
  }
  const isRetryable = status >= 500 || RETRYABLE_STATUSES.includes(status);
  return { outcome: "failed", reason, isRetryable, isGone: status === GONE };
}

/** What went wrong, without the address: names resolve to what callers need not know. */
function toReason(error: unknown): string {
  if (error instanceof Error) {
    return (error as NodeJS.ErrnoException).code ?? error.message;
  }
  return String(error);
}

/** Resolves after a time, or when the signal is aborted. */
async function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return;
  }
  await new Promise<void>((resolve) => {
    const end = (): void => {
      cancelTimer();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancelTimer = clock.startTimer(delayMs, end);
    signal.addEventListener("abort", end);
  });
}
