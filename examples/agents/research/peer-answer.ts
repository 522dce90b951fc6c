import type { AgentTask, PeerClient, TaskPart, TaskState } from "@berth/agent-runtime";
import { type Figures, isFigures } from "./figures.ts";

/** What a peer has answered in the end. */
export interface PeerAnswer {
  state: TaskState;
  /** What the peer said last. */
  text: string;
  parts: readonly TaskPart[];
}

/**
 * Sends parts to a peer, passes on what it reports on the way, and gathers its results.
 *
 * @throws PeerError when the peer cannot be reached or refuses the message.
 */
export async function askPeer(
  peer: PeerClient,
  parts: readonly TaskPart[],
  task: AgentTask,
): Promise<PeerAnswer> {
  const answer = { state: "SUBMITTED" as TaskState, text: "", parts: [] as TaskPart[] };
  for await (const event of peer.stream({ parts }, { signal: task.signal })) {
    switch (event.type) {
      case "status":
        answer.state = event.state;
        answer.text = event.text;
        if (event.state === "WORKING" && event.text !== "") {
          task.report(`${peer.name}: ${event.text}`);
        }
        break;
      case "artifact":
        answer.parts.push(...event.artifact.parts);
        break;
      case "message":
        answer.state = "COMPLETED";
        answer.text = event.text;
        answer.parts.push(...event.parts);
        break;
    }
  }
  return answer;
}

/** The figures in the answer. Undefined where there are none that this agent can read. */
export function findFigures({ parts }: PeerAnswer): Figures | undefined {
  return parts.map(({ data }) => data).find(isFigures);
}

/** The text of the answer, such as tables in Markdown. */
export function joinTexts({ parts }: PeerAnswer): string {
  return parts.map(({ text = "" }) => text).join("");
}
