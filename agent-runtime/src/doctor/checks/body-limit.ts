import { type Finding, ok, skipped, warning } from "../finding.js";
import { callRpc, getErrorCode, isGuarded, UNKNOWN_METHOD } from "../probe.js";
import type { Survey } from "../survey.js";

/** Above what gateways take by default (nginx: 1 MiB), and what a file in a message easily has. */
const BODY_BYTES = 1024 * 1024 + 1024;

const REMEDY =
  "Raise the limit of the agent (A2A_MAX_BODY_BYTES) and of the gateway (nginx: proxy-body-size).";

/** Does a message of a usual size get through? */
export async function checkBodyLimit({ probe, rpcUrl }: Survey): Promise<Finding[]> {
  if (rpcUrl === undefined) {
    return [skipped("JSON-RPC 1.0 is not reached from here.")];
  }
  const answer = await callRpc(probe, rpcUrl, UNKNOWN_METHOD, { padding: "x".repeat(BODY_BYTES) });
  if (!answer.isAnswer) {
    return [
      warning(
        `A body of 1 MiB gets no answer: ${answer.reason}.`,
        `${REMEDY} Refuse what is larger with 413.`,
      ),
    ];
  }
  if (answer.status === 413) {
    const isClean = getErrorCode(answer) !== undefined;
    return [
      warning(
        `A body of 1 MiB is refused${isClean ? "" : ", and not with a JSON-RPC error"}: files in messages have no room.`,
        REMEDY,
      ),
    ];
  }
  return isGuarded(answer) || getErrorCode(answer) !== undefined
    ? [ok("A body of 1 MiB gets through.")]
    : [warning(`A body of 1 MiB gets status ${answer.status} and no JSON-RPC error.`, REMEDY)];
}
