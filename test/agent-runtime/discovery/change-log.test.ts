import type { DiscoveredAgent, DiscoveryProblem } from "@berth/agent-runtime";
import { expect, it } from "vitest";
import { createChangeLog, READINESS } from "../../../agent-runtime/src/discovery/change-log.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { toAgent } from "./discovered-agents.ts";

const toProblem = (name: string, propertyPath: string): DiscoveryProblem => ({
  name,
  url: `http://${name}`,
  issues: [{ propertyPath, reason: `'${propertyPath}' is wrong.` }],
});

it("logs who comes and goes, and each problem once, but not that an agent starts", () => {
  const log = createRecordedLog();
  let agents: DiscoveredAgent[] = [];
  let problems: DiscoveryProblem[] = [];
  let failures: string[] = [];
  const look = createChangeLog(
    { list: () => agents, problems: () => problems, failures: () => failures },
    log,
  );
  agents = [toAgent("a", []), toAgent("b", [])];
  problems = [toProblem("c", READINESS), toProblem("d", "name")];
  failures = ["no answer"];
  look();
  look();
  agents = [toAgent("b", [])];
  failures = [];
  look();
  failures = ["no answer"];
  look();
  expect(log.lines.map(({ facts, level, message }) => [level, message, facts])).toEqual([
    ["info", "An agent was found", { url: "http://a.agents.svc.cluster.local:8000" }],
    ["info", "An agent was found", { url: "http://b.agents.svc.cluster.local:8000" }],
    ["warn", "What agents there are is not known as a whole", { reason: "no answer" }],
    [
      "warn",
      "What agents there are is not known as a whole",
      { reason: "http://d: 'name' is wrong." },
    ],
    ["info", "An agent is not listed any more", { url: "http://a.agents.svc.cluster.local:8000" }],
    ["warn", "What agents there are is not known as a whole", { reason: "no answer" }],
  ]);
});
