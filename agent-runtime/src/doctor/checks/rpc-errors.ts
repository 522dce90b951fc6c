import { A2A_ERROR_CODE } from "@a2a-js/sdk/errors";
import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import {
  callRpc,
  getErrorCode,
  getMediaType,
  hasStack,
  isGuarded,
  type NoAnswer,
  type ProbeAnswer,
  RPC_ID,
  UNKNOWN_METHOD,
} from "../probe.js";
import type { Survey } from "../survey.js";

const FORM_REMEDY =
  "Answer with a JSON-RPC error (A2A 1.0, section 9.5), also where a gateway is in front.";

/** Are errors such that a program can read them? */
export async function checkRpcErrors({ card, probe, rpcUrl }: Survey): Promise<Finding[]> {
  if (rpcUrl === undefined) {
    return [skipped("JSON-RPC 1.0 is not reached from here.")];
  }
  const unknown = await callRpc(probe, rpcUrl, UNKNOWN_METHOD, {});
  if (unknown.isAnswer && isGuarded(unknown)) {
    return [checkGuard(unknown, card?.["securitySchemes"])];
  }
  const id = crypto.randomUUID();
  const [task, version, text] = await Promise.all([
    callRpc(probe, rpcUrl, "GetTask", { id }),
    callRpc(probe, rpcUrl, "GetTask", { id }, "99.0"),
    probe(rpcUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
      body: "{",
    }),
  ]);
  return [
    checkError(unknown, "A method that does not exist", A2A_ERROR_CODE.METHOD_NOT_FOUND),
    checkError(task, "A task that does not exist", A2A_ERROR_CODE.TASK_NOT_FOUND),
    checkError(text, "A body that is no JSON", A2A_ERROR_CODE.PARSE_ERROR, null),
    checkVersion(version),
  ];
}

function checkGuard({ headers, status }: ProbeAnswer, schemes: unknown): Finding {
  if (typeof schemes !== "object" || schemes === null || Object.keys(schemes).length === 0) {
    return problem(
      `Callers must show who they are (status ${status}), and the card does not say how.`,
      "Put 'securitySchemes' and 'securityRequirements' on the card (A2A 1.0, section 7.3).",
    );
  }
  return status === 401 && headers.get("WWW-Authenticate") === null
    ? warning(
        "Callers must show who they are, and the answer does not say how.",
        "Send 'WWW-Authenticate' with status 401 (RFC 9110, section 11.6.1).",
      )
    : ok("Callers must show who they are. What is behind that is looked at with --header.");
}

function checkError(
  answer: ProbeAnswer | NoAnswer,
  what: string,
  code: number,
  id: string | null = RPC_ID,
): Finding {
  if (!answer.isAnswer) {
    return problem(`${what} gets no answer: ${answer.reason}.`, FORM_REMEDY);
  }
  if (hasStack(answer)) {
    return problem(
      `${what} gets a stack trace.`,
      "Keep traces in the log: they tell strangers how the agent is made.",
    );
  }
  const answered = getErrorCode(answer);
  if (answered === undefined) {
    return problem(
      `${what} gets status ${answer.status} with '${getMediaType(answer)}' and no JSON-RPC error.`,
      FORM_REMEDY,
    );
  }
  const envelope = answer.json as { id?: unknown; jsonrpc?: unknown };
  if (envelope.jsonrpc !== "2.0" || (envelope.id ?? null) !== id) {
    return problem(
      `${what} gets an error that does not belong to it: 'jsonrpc' and 'id' are not those of the request.`,
      "Answer with 'jsonrpc' \"2.0\" and the 'id' of the request (JSON-RPC 2.0, section 5).",
    );
  }
  return answered === code
    ? ok(`${what} gets error ${code}.`)
    : warning(
        `${what} gets error ${answered} instead of ${code}.`,
        "Use the codes of A2A 1.0 (section 5.4): callers act on them.",
      );
}

function checkVersion(answer: ProbeAnswer | NoAnswer): Finding {
  const code = A2A_ERROR_CODE.VERSION_NOT_SUPPORTED;
  return answer.isAnswer && getErrorCode(answer) === code
    ? ok("A version of A2A that nobody speaks is refused.")
    : warning(
        "A caller of A2A 99.0 is answered as if it spoke the agent's version.",
        `Refuse versions that are not spoken with error ${code} (A2A 1.0, section 3.6.2).`,
      );
}
