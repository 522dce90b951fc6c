import { checkBodyLimit } from "./checks/body-limit.js";
import { checkCard } from "./checks/card.js";
import { checkCardCache } from "./checks/card-cache.js";
import { checkCapabilities } from "./checks/capabilities.js";
import { checkDrain } from "./checks/drain.js";
import { checkInterfaces } from "./checks/interfaces.js";
import { checkMetrics } from "./checks/metrics.js";
import { checkProbes } from "./checks/probes.js";
import { checkRestErrors } from "./checks/rest-errors.js";
import { checkRpcErrors } from "./checks/rpc-errors.js";
import type { Finding } from "./finding.js";
import { type Probe, probeHttp, withHeaders } from "./probe.js";
import { type DoctorOptions, makeSurvey, type Survey } from "./survey.js";

type Check = (survey: Survey) => Finding[] | Promise<Finding[]>;

/** What is looked at, in this order. None of it starts a task. */
const CHECKS: readonly [title: string, check: Check][] = [
  ["Card", checkCard],
  ["Card, kept", checkCardCache],
  ["Addresses", checkInterfaces],
  ["Errors", checkRpcErrors],
  ["Errors, HTTP+JSON", checkRestErrors],
  ["Capabilities", checkCapabilities],
  ["Bodies", checkBodyLimit],
  ["Probes", checkProbes],
  ["Metrics", checkMetrics],
  ["Drain", checkDrain],
];

/** What was found by one check. */
export interface Section {
  title: string;
  findings: Finding[];
}

/** Looks at an agent, one thing after the other. It starts no task. */
export async function* examine(
  options: DoctorOptions,
  probe: Probe = probeHttp,
): AsyncGenerator<Section, void, undefined> {
  const { headers = {}, url } = options;
  const survey = await makeSurvey(options, withHeaders(probe, url, headers));
  for (const [title, check] of CHECKS) {
    yield { title, findings: await check(survey) };
  }
}
