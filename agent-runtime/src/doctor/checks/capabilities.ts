import { A2A_ERROR_CODE } from "@a2a-js/sdk/errors";
import { type Finding, ok, problem, skipped } from "../finding.js";
import { callRpc, getErrorCode, isGuarded } from "../probe.js";
import type { Survey } from "../survey.js";

/** Errors that say: not here. */
const NOT_HERE: readonly (number | undefined)[] = [
  A2A_ERROR_CODE.METHOD_NOT_FOUND,
  A2A_ERROR_CODE.PUSH_NOTIFICATION_NOT_SUPPORTED,
  A2A_ERROR_CODE.UNSUPPORTED_OPERATION,
  A2A_ERROR_CODE.EXTENDED_CARD_NOT_CONFIGURED,
];

/** What asks for a capability without starting anything: there is no such task. */
const PROBES = [
  { capability: "streaming", method: "SubscribeToTask", toParams: (id: string) => ({ id }) },
  {
    capability: "pushNotifications",
    method: "ListTaskPushNotificationConfigs",
    toParams: (taskId: string) => ({ taskId }),
  },
  { capability: "extendedAgentCard", method: "GetExtendedAgentCard", toParams: () => ({}) },
] as const;

/** Does the agent do what its card promises? */
export async function checkCapabilities({ card, probe, rpcUrl }: Survey): Promise<Finding[]> {
  const capabilities: Record<string, unknown> = card?.capabilities ?? {};
  const promised = PROBES.filter(({ capability }) => capabilities[capability] === true);
  if (rpcUrl === undefined || promised.length === 0) {
    return [
      skipped(
        rpcUrl === undefined
          ? "JSON-RPC 1.0 is not reached from here."
          : "The card promises nothing besides answers to messages.",
      ),
    ];
  }
  return Promise.all(
    promised.map(async ({ capability, method, toParams }) => {
      const answer = await callRpc(probe, rpcUrl, method, toParams(crypto.randomUUID()));
      if (answer.isAnswer && isGuarded(answer)) {
        return ok(`'${capability}' is there for callers who show who they are.`);
      }
      return answer.isAnswer && !NOT_HERE.includes(getErrorCode(answer))
        ? ok(`The agent knows '${capability}', as its card says.`)
        : problem(
            `The card promises '${capability}', and ${method} is refused.`,
            `Take 'capabilities.${capability}' off the card, or do what it promises.`,
          );
    }),
  );
}
