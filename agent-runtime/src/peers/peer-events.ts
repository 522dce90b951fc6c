import type { Artifact, StreamResponse, TaskStatus } from "@a2a-js/sdk";
import type { TaskPart } from "../agent-task.js";
import { fromWireState } from "../tasks/task-state.js";
import { fromWireMessage, fromWireParts } from "../tasks/wire-content.js";
import type { PeerAnswer, PeerArtifact, PeerEvent, PeerStatusEvent } from "./peer.js";

/** What a peer tells by an event of its stream. A whole task tells its state and its artifacts. */
export function toPeerEvents({ payload }: StreamResponse): PeerEvent[] {
  switch (payload?.$case) {
    case "task": {
      const { id: taskId, contextId, artifacts, status } = payload.value;
      const ids = { taskId, contextId };
      const isWhole = { append: false, last: true };
      return [
        ...artifacts.map((artifact): PeerEvent => ({
          type: "artifact",
          ...ids,
          artifact: toPeerArtifact(artifact),
          ...isWhole,
        })),
        toStatusEvent(ids, status),
      ];
    }
    case "statusUpdate":
      return [toStatusEvent(payload.value, payload.value.status)];
    case "artifactUpdate": {
      const { taskId, contextId, artifact, append, lastChunk: last } = payload.value;
      return artifact === undefined
        ? []
        : [
            {
              type: "artifact",
              taskId,
              contextId,
              artifact: toPeerArtifact(artifact),
              append,
              last,
            },
          ];
    }
    case "message": {
      const { parts, text } = fromWireMessage(payload.value);
      return [{ type: "message", contextId: payload.value.contextId, parts, text }];
    }
    case undefined:
      return [];
  }
}

/** Puts together what a peer has answered. */
export function toPeerAnswer(events: readonly PeerEvent[]): PeerAnswer {
  const artifacts = new Map<string, PeerArtifact>();
  let answer: PeerAnswer = { contextId: "", state: "SUBMITTED", text: "", artifacts: [] };
  for (const event of events) {
    switch (event.type) {
      case "status": {
        const { taskId, contextId, state, text } = event;
        answer = { ...answer, taskId, contextId, state, text };
        break;
      }
      case "artifact": {
        const known = event.append ? artifacts.get(event.artifact.id) : undefined;
        artifacts.set(event.artifact.id, {
          ...event.artifact,
          ...known,
          parts: [...(known?.parts ?? []), ...event.artifact.parts],
        });
        break;
      }
      case "message": {
        const { contextId, parts, text } = event;
        answer = { ...answer, contextId, state: "COMPLETED", text };
        artifacts.set("message", { id: "message", parts });
        break;
      }
    }
  }
  return { ...answer, artifacts: [...artifacts.values()] };
}

function toStatusEvent(
  { taskId, contextId }: { taskId: string; contextId: string },
  status: TaskStatus | undefined,
): PeerStatusEvent {
  const text = status?.message === undefined ? "" : fromWireMessage(status.message).text;
  return { type: "status", taskId, contextId, state: fromWireState(status?.state), text };
}

function toPeerArtifact({ artifactId: id, name, description, parts }: Artifact): PeerArtifact {
  const own: readonly TaskPart[] = fromWireParts(parts);
  return {
    id,
    ...(name === "" ? {} : { name }),
    ...(description === "" ? {} : { description }),
    parts: own,
  };
}
