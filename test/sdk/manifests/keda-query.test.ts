import { METRICS } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAgentName } from "../../../sdk/src/agent/agent-name.ts";
import { buildKedaQuery } from "../../../sdk/src/manifests/keda-query.ts";

function build(deploymentName: string): string {
  return buildKedaQuery({
    metricName: METRICS.activeTasks.name,
    namespace: "agents",
    deploymentName,
    target: 5,
  });
}

/** Whether the query is about a pod. Prometheus matches a pattern with the whole of a label. */
function isAbout(deploymentName: string, pod: string): boolean {
  const pattern = /pod=~"([^"]*)"/.exec(build(deploymentName))?.[1] ?? "";
  return new RegExp(`^(?:${pattern})$`).test(pod);
}

/** Names a pod as Kubernetes does: it shortens what the random letters come behind. */
function toPodName(deployment: string, hash: string): string {
  return `${`${deployment}-${hash}-`.slice(0, 58)}x7k2p`;
}

describe("buildKedaQuery", () => {
  it("sums what the pods of one agent have to do, by what each told last", () => {
    const pods = '{namespace="agents",pod=~"research-[a-z0-9]+-[a-z0-9]{5}"}';
    expect(build("research")).toBe(
      "sum(" +
        `(max by (pod) (sum by (pod, job, instance) (max_over_time(a2a_active_tasks${pods}[1m])) >= 0)` +
        ` or max by (pod) (sum by (pod, job, instance) (max_over_time(a2a_active_tasks${pods}[15m])) >= 0)` +
        ` or 0 * max by (pod) (up${pods} offset 15m) + 5)` +
        ` and on (pod) up${pods}` +
        " unless on (pod) (max by (pod) (sum by (pod, job, instance)" +
        ` (max_over_time(a2a_draining${pods}[1m])) >= 0) == 1))` +
        ` and on () group(up${pods} offset 30s)`,
    );
  });

  it("asks for the metric that it is given, wherever that stands", () => {
    const facts = { namespace: "agents", deploymentName: "research", target: 5 };
    expect(buildKedaQuery({ ...facts, metricName: METRICS.saturationRatio.name })).toBe(
      build("research").replaceAll("a2a_active_tasks", "a2a_saturation_ratio"),
    );
  });

  it("is about every pod of the Deployment, however long its name is", () => {
    const agents = fc.stringMatching(/^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/).filter(isAgentName);
    fc.assert(
      fc.property(agents, fc.stringMatching(/^[a-z0-9]{6,10}$/), (agent, hash) => {
        expect(isAbout(agent, toPodName(agent, hash))).toBe(true);
      }),
    );
    for (const length of [45, 46, 47, 48, 49]) {
      const agent = "x".repeat(length);
      expect(isAbout(agent, toPodName(agent, "66b8c5d7f9"))).toBe(true);
      expect(isAbout(agent, toPodName(agent, "66b8c5d7"))).toBe(true);
    }
  });

  it.each([
    ["another agent whose name begins with that of this one", "research-x-66b8c5d7f9-x7k2p"],
    ["an agent whose name ends with it", "my-research-66b8c5d7f9-x7k2p"],
    ["a StatefulSet", "research-0"],
    ["a DaemonSet or a Job", "research-x7k2p"],
  ])("is not about the pods of %s", (_, pod) => {
    expect(isAbout("research", pod)).toBe(false);
  });
});
