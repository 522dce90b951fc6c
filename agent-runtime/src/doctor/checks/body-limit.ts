import { A2A_ERROR_CODE } from "@a2a-js/sdk/errors";
import { DEFAULT_MAX_BODY_BYTES } from "../../config.js";
import { type Finding, ok, skipped, warning } from "../finding.js";
import { callRpc, getErrorCode, isGuarded, type Probe, UNKNOWN_METHOD } from "../probe.js";
import type { Survey } from "../survey.js";

/** Above what gateways take by default (nginx: 1 MiB), and what a file in a message easily has. */
const BODY_BYTES = 1024 * 1024 + 1024;

/** Above what agents of Berth take by default. */
const LARGE_BODY_BYTES = DEFAULT_MAX_BODY_BYTES + 1024;

const LARGE_REMEDY =
  "Refuse what is larger than the limit as soon as that is known, with status 413 and a JSON-RPC error, also where a gateway is in front.";

const REMEDY =
  "Raise the limit of the agent (A2A_MAX_BODY_BYTES) and of the gateway (nginx: proxy-body-size).";

/** Does a message of a usual size get through, and is one that is too large refused as it should be? */
export async function checkBodyLimit({ probe, rpcUrl }: Survey): Promise<Finding[]> {
  if (rpcUrl === undefined) {
    return [skipped("JSON-RPC 1.0 is not reached from here.")];
  }
  const answer = await sendBody(probe, rpcUrl, BODY_BYTES);
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
  if (isGuarded(answer)) {
    return [ok("A body of 1 MiB gets through.")];
  }
  return getErrorCode(answer) === undefined
    ? [warning(`A body of 1 MiB gets status ${answer.status} and no JSON-RPC error.`, REMEDY)]
    : [ok("A body of 1 MiB gets through."), await checkLargeBody(probe, rpcUrl)];
}

async function checkLargeBody(probe: Probe, rpcUrl: string): Promise<Finding> {
  const answer = await sendBody(probe, rpcUrl, LARGE_BODY_BYTES);
  if (!answer.isAnswer) {
    return warning(`A body of 10 MiB gets no answer: ${answer.reason}.`, LARGE_REMEDY);
  }
  const code = getErrorCode(answer);
  if (code === A2A_ERROR_CODE.METHOD_NOT_FOUND) {
    return ok("A body of 10 MiB gets through, too.");
  }
  return answer.status === 413 && code !== undefined
    ? ok("A body of 10 MiB is refused with status 413 and a JSON-RPC error.")
    : warning(
        `A body of 10 MiB gets status ${answer.status} and ${code === undefined ? "no JSON-RPC error" : `error ${code}`} instead of 413 and a JSON-RPC error.`,
        LARGE_REMEDY,
      );
}

function sendBody(probe: Probe, rpcUrl: string, bytes: number): ReturnType<Probe> {
  return callRpc(probe, rpcUrl, UNKNOWN_METHOD, { padding: "x".repeat(bytes) });
}
