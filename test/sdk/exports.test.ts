import * as berth from "@berth/berth";
import { expect, it } from "vitest";

it("exports these names and no others", () => {
  expect(Object.keys(berth).sort()).toEqual([
    "Agent",
    "AgentAuthRequirement",
    "AgentCallers",
    "AgentMonitoringKind",
    "AgentNamespace",
    "AgentNamespaceDefaultDeny",
    "AgentPlatform",
    "AgentRuntimeMode",
    "AgentTrafficDistribution",
    "AlertSource",
    "PrometheusAdapter",
    "ScalingBackend",
    "renderAlertRules",
    "renderManifests",
  ]);
});
