import { A2A_CONTENT_TYPE, StreamResponse, type Task } from "@a2a-js/sdk";
import { V03PushNotificationSerializer } from "@a2a-js/sdk/compat/v0_3/server";
import type { PushProtocolVersion } from "./push-notifications.js";

/** What a notification carries. */
export interface NotificationBody {
  body: string;
  contentType: string;
}

const legacySerializer = new V03PushNotificationSerializer();

/**
 * Writes a notification: an event in A2A 1.0 (section 4.3.3), the task as it is after the event in
 * 0.3.
 */
export function toNotificationBody(
  event: StreamResponse,
  task: Task | undefined,
  protocolVersion: PushProtocolVersion,
): NotificationBody {
  switch (protocolVersion) {
    case "0.3":
      return legacySerializer.serialize(event, task);
    case "1.0":
      return { body: JSON.stringify(StreamResponse.toJSON(event)), contentType: A2A_CONTENT_TYPE };
  }
}
