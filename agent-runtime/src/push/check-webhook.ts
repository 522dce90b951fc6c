import type { TaskPushNotificationConfig } from "@a2a-js/sdk";
import { checkPushConfig } from "./push-config.js";
import { createWebhookGuard, type WebhookGuardOptions } from "./webhook-guard.js";

/**
 * Makes what checks a config for whoever sends the notifications: its texts, and where its URL leads at the
 * moment.
 *
 * It throws RequestMalformedError that names the member, the rule and the remedy.
 */
export function createWebhookCheck(
  options: WebhookGuardOptions,
): (config: TaskPushNotificationConfig) => Promise<void> {
  const guard = createWebhookGuard(options);
  return async (config) => {
    checkPushConfig(config);
    await guard.check(guard.parse(config.url));
  };
}
