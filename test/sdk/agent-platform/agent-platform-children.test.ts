import { describe, expect, it } from "vitest";
import { AgentPlatform } from "../../../sdk/src/agent-platform/agent-platform.ts";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { ScalingBackend } from "../../../sdk/src/scaling-backend.ts";
import { recordResources } from "../record-resources.ts";

const url = "http://prometheus.monitoring.svc:9090";

/** The children of one AgentPlatform, without those of its adapter. */
async function listChildren(args: AgentPlatformArgs): Promise<string[]> {
  const { resources } = await recordResources(() => {
    new AgentPlatform("platform", args);
  });
  return resources
    .map(({ type, name }) => `${type.replace("kubernetes:", "")} ${name}`)
    .filter((child) => !child.includes(" platform-prometheus-adapter-"))
    .slice(1)
    .sort();
}

const prometheus = [
  "apps/v1:Deployment platform-prometheus-deployment",
  "core/v1:ConfigMap platform-prometheus-config",
  "core/v1:Service platform-prometheus-service",
  "core/v1:ServiceAccount platform-prometheus-service-account",
  "networking.k8s.io/v1:NetworkPolicy platform-prometheus-network-policy",
  "rbac.authorization.k8s.io/v1:ClusterRole platform-prometheus-cluster-role",
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding platform-prometheus-cluster-role-binding",
];
const namespace = "core/v1:Namespace platform-namespace";
const adapter = "berth:index:PrometheusAdapter platform-prometheus-adapter";
const rule = "monitoring.coreos.com/v1:PrometheusRule platform-prometheus-rule";
const volume = "core/v1:PersistentVolumeClaim platform-prometheus-volume";

const { Keda, ExistingApi, None } = ScalingBackend;

describe("an AgentPlatform", () => {
  it.each<[string, AgentPlatformArgs, string[]]>([
    [
      "a Prometheus of its own",
      { prometheus: { install: true } },
      [...prometheus, namespace, adapter],
    ],
    [
      "a Prometheus of its own on a volume",
      { prometheus: { install: true, storage: { size: "1Gi" } } },
      [...prometheus, namespace, adapter, volume],
    ],
    [
      "a Prometheus of its own and KEDA, in a namespace that is there",
      { namespace: "monitoring", prometheus: { install: true }, scaling: { backend: Keda } },
      prometheus,
    ],
    ["a Prometheus at a URL", { prometheus: { url } }, [namespace, adapter]],
    ["a Prometheus at a URL and KEDA", { prometheus: { url }, scaling: { backend: Keda } }, []],
    [
      "a Prometheus at a URL and metrics that others serve",
      { prometheus: { url }, scaling: { backend: ExistingApi } },
      [],
    ],
    ["the Operator", { prometheus: { operator: { url } } }, [namespace, adapter, rule]],
    [
      "the Operator and a scaler of the user's",
      { prometheus: { operator: { url } }, scaling: { backend: None } },
      [namespace, rule],
    ],
    [
      "the Operator without alerts",
      {
        prometheus: { operator: { url } },
        scaling: { backend: None },
        alerts: { enabled: false },
      },
      [],
    ],
  ])("with %s makes exactly these children", async (_, args, children) => {
    expect(await listChildren(args)).toEqual(children.sort());
  });
});
