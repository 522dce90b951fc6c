import { ADMIN_PORT, HTTP_PATHS } from "@berth/contract";
import { toHostKind } from "../../host-kind.js";
import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import { PORTS_REMEDY } from "../port-doubt.js";
import { type Survey, toPortUrl } from "../survey.js";

/** Is the agent alive and ready, and is that port the kubelet's alone? */
export async function checkProbes({ adminDoubt, options, probe }: Survey): Promise<Finding[]> {
  if (adminDoubt !== undefined) {
    return [skipped(adminDoubt, PORTS_REMEDY)];
  }
  const root = options.adminUrl ?? toPortUrl(options.url, ADMIN_PORT, "/");
  const toUrl = (path: string): string => new URL(path, root).href;
  const [liveness, readiness] = await Promise.all([
    probe(toUrl(HTTP_PATHS.liveness)),
    probe(toUrl(HTTP_PATHS.readiness)),
  ]);
  if (!liveness.isAnswer) {
    const what = `There are no probes at ${root}: ${liveness.reason}.`;
    return [
      options.adminUrl === undefined
        ? skipped(`${what} Give their address with --admin.`)
        : problem(what, "Check the address, and that the pod runs."),
    ];
  }
  const findings = [
    liveness.status === 200
      ? ok("The agent is alive.")
      : problem(
          `${toUrl(HTTP_PATHS.liveness)} answers ${liveness.status}: the kubelet restarts the agent.`,
          "Answer liveness as long as the process works, also while it drains.",
        ),
    readiness.isAnswer && readiness.status === 200
      ? ok("The agent is ready for tasks.")
      : warning(
          `The agent is not ready for tasks: ${readiness.isAnswer ? `status ${readiness.status} ${readiness.text.trim().slice(0, 100)}` : readiness.reason}.`,
          "Its log says what it waits for. While it drains, that is as it should be.",
        ),
  ];
  return toHostKind(root) === "loopback"
    ? findings
    : [
        ...findings,
        warning(
          `The admin port (${root}) is reached from here: whoever reaches it can end the agent by ${HTTP_PATHS.drain}.`,
          "Let a NetworkPolicy keep it for the kubelet, and expose it nowhere.",
        ),
      ];
}
