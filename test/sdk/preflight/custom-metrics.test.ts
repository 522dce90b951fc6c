import { describe, expect, it } from "vitest";
import { down, findIn, tell, toApi, toCommands, toTexts } from "./cluster.ts";

const TITLE = "Custom metrics";
const V1 = "v1beta1.custom.metrics.k8s.io";
const V2 = "v1beta2.custom.metrics.k8s.io";

describe("the check of the custom metrics API", () => {
  it("lets an AgentPlatform serve it where nobody does", () => {
    expect(tell(TITLE, { apiServices: [toApi("v1beta1.metrics.k8s.io")] })).toEqual([
      [
        "ok",
        "Nobody serves custom.metrics.k8s.io: an AgentPlatform has its PrometheusAdapter serve it.",
      ],
    ]);
  });

  it("is skipped without the right to list APIServices", () => {
    const findings = findIn(TITLE, { apiServices: undefined });
    expect(findings.map(({ level }) => level)).toEqual(["skipped"]);
    expect(toCommands(findings)).toEqual(["kubectl get apiservices"]);
  });

  it("knows Berth's own adapter, which is for all agents", () => {
    const apiServices = [V1, V2].map((name) => toApi(name, { managedBy: "berth" }));
    expect(tell(TITLE, { apiServices })).toEqual([
      [
        "ok",
        "The Service monitoring/adapter (managed by berth) is Berth's PrometheusAdapter and serves " +
          `${V1} and ${V2}.`,
      ],
    ]);
  });

  it("tells of Berth's own adapter that does not answer, and where to look", () => {
    const apiServices = [V1, V2].map((name) => toApi(name, { managedBy: "berth", ...down }));
    const findings = findIn(TITLE, { apiServices });
    expect(findings.map(({ level }) => level)).toEqual(["problem"]);
    expect(findings[0]?.what).toContain("It does not answer: no endpoints.");
    expect(toCommands(findings)).toEqual([
      `kubectl describe apiservice ${V1} ${V2}`,
      "kubectl get pods --namespace monitoring",
    ]);
  });

  it("takes an API of others that has the load for an ExistingApi", () => {
    const apiServices = [toApi(V1, { managedBy: "Helm" })];
    const customMetrics = ["pods/http_requests", "pods/a2a_active_tasks"];
    expect(findIn(TITLE, { apiServices, customMetrics })).toEqual([
      {
        level: "ok",
        what: `The Service monitoring/adapter (managed by Helm) serves ${V1} with 'pods/a2a_active_tasks'.`,
        remedies: [
          {
            text:
              "Give 'scaling: { backend: ScalingBackend.ExistingApi }' to the AgentPlatform and to each Agent " +
              "with 'scaling'.",
          },
        ],
      },
    ]);
  });

  it.each([
    ["has other metrics", ["pods/http_requests", "namespaces/a2a_active_tasks"]],
    ["has no metric", []],
    ["may not be asked", undefined],
  ])("gives three ways out where that of others %s", (_, customMetrics) => {
    const findings = findIn(TITLE, { apiServices: [toApi(V1), toApi(V2)], customMetrics });
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      [
        "problem",
        `The Service monitoring/adapter serves ${V1} and ${V2} without 'pods/a2a_active_tasks'. Berth cannot ` +
          "serve that as well.",
      ],
    ]);
    const [teach, keda, remove] = toTexts(findings);
    expect(teach).toContain("ScalingBackend.ExistingApi");
    expect(keda).toContain("'scaling.backend' Keda");
    expect(remove).toContain("Take it out");
    expect(toCommands(findings)).toEqual([
      "kubectl get --raw /apis/custom.metrics.k8s.io/v1beta1 | grep -o pods/a2a_active_tasks",
      "kubectl get horizontalpodautoscalers --all-namespaces",
      `kubectl delete apiservice ${V1} ${V2}`,
    ]);
  });

  it("takes a release of Helm out by Helm", () => {
    const release = { namespace: "monitoring", name: "adapter" };
    const findings = findIn(TITLE, { apiServices: [toApi(V1, { managedBy: "Helm", release })] });
    expect(findings[0]?.what).toContain("(managed by Helm, release monitoring/adapter)");
    expect(toCommands(findings)).toContain("helm uninstall adapter --namespace monitoring");
    expect(toCommands(findings)).not.toContain(`kubectl delete apiservice ${V1}`);
  });

  it("names who set the fields where no label tells who manages them", () => {
    const [{ what } = { what: "" }] = findIn(TITLE, {
      apiServices: [toApi(V1, { fieldManager: "kubectl-client-side-apply" })],
    });
    expect(what).toContain("(managed by kubectl-client-side-apply)");
  });

  it("has one that does not answer put right or taken out, whatever it had", () => {
    const findings = findIn(TITLE, {
      apiServices: [toApi(V1, down)],
      customMetrics: ["pods/a2a_active_tasks"],
    });
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      [
        "problem",
        `The Service monitoring/adapter serves ${V1}, and does not answer: no endpoints. Berth cannot serve that ` +
          "as well, and meanwhile no namespace can be deleted.",
      ],
    ]);
    expect(toCommands(findings)).toEqual([
      `kubectl describe apiservice ${V1}`,
      "kubectl get horizontalpodautoscalers --all-namespaces",
      `kubectl delete apiservice ${V1}`,
    ]);
  });

  it("tells of each Service where two have a version each", () => {
    const other = { service: { namespace: "datadog", name: "agent" } };
    const findings = findIn(TITLE, {
      apiServices: [toApi(V1, other), toApi(V2, { managedBy: "berth" })],
    });
    expect(findings.map(({ level }) => level)).toEqual(["problem", "ok"]);
  });
});
