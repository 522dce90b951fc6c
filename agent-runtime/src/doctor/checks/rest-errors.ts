import { ERROR_INFO_TYPE } from "@a2a-js/sdk/errors";
import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import { getTask, hasStack, isGuarded } from "../probe.js";
import type { Survey } from "../survey.js";

const REASON = "TASK_NOT_FOUND";

const FORM_REMEDY =
  "Answer with status 404 and a body of google.rpc.Status (A2A 1.0, section 11.6), also where a gateway is in front.";

/** Are errors such that a program can read them? */
export async function checkRestErrors({ probe, restUrl }: Survey): Promise<Finding[]> {
  if (restUrl === undefined) {
    return [skipped("HTTP+JSON 1.0 is not on the card, or not reached from here.")];
  }
  const what = "A task that does not exist";
  const answer = await getTask(probe, restUrl, crypto.randomUUID());
  if (!answer.isAnswer) {
    return [problem(`${what} gets no answer: ${answer.reason}.`, FORM_REMEDY)];
  }
  if (isGuarded(answer)) {
    return [ok("Callers must show who they are. What is behind that is looked at with --header.")];
  }
  if (hasStack(answer)) {
    return [
      problem(
        `${what} gets a stack trace.`,
        "Keep traces in the log: they tell strangers how the agent is made.",
      ),
    ];
  }
  const { error } = (answer.json ?? {}) as { error?: { details?: unknown; message?: unknown } };
  if (typeof error?.message !== "string") {
    return [problem(`${what} gets status ${answer.status} and no error as JSON.`, FORM_REMEDY)];
  }
  const details = Array.isArray(error.details) ? (error.details as Record<string, unknown>[]) : [];
  const reason = details.find((detail) => detail["@type"] === ERROR_INFO_TYPE)?.["reason"];
  return answer.status === 404 && reason === REASON
    ? [ok(`${what} gets status 404 and ${REASON}.`)]
    : [
        warning(
          `${what} gets status ${answer.status} and ${typeof reason === "string" ? reason : "no reason"} instead of 404 and ${REASON}.`,
          "Use the statuses and reasons of A2A 1.0 (section 5.4): callers act on them.",
        ),
      ];
}
