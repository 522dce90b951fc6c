import { describe, expect, it } from "vitest";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { recordPlatform } from "./record-platform.ts";

const url = "http://prometheus.monitoring.svc:9090";

describe("the adapter of a platform", () => {
  const peersOf = (inputs: Record<string, unknown> | undefined) =>
    (inputs as { spec: { egress: { to: unknown }[] } }).spec.egress.map(({ to }) => to);

  it("asks the Prometheus that is installed, which admits it and is reached by it", async () => {
    const { inputsOf, result } = await recordPlatform({
      prometheus: { install: true },
      scaling: { adapter: { replicas: 3 } },
    });
    expect(result.prometheusUrl).toBe("http://platform-prometheus.platform-dev.svc:9090");
    expect(result.apiServiceNames.toSorted()).toEqual([
      "v1beta1.custom.metrics.k8s.io",
      "v1beta2.custom.metrics.k8s.io",
    ]);
    const deployment = inputsOf("platform-prometheus-adapter-deployment");
    expect(deployment).toMatchObject({
      metadata: { namespace: "platform-dev" },
      spec: { replicas: 3 },
    });
    expect(JSON.stringify(deployment)).toContain(`--prometheus-url=${result.prometheusUrl}`);
    expect(peersOf(inputsOf("platform-prometheus-adapter-network-policy"))).toContainEqual([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "platform-dev" } },
        podSelector: {
          matchLabels: {
            "app.kubernetes.io/name": "prometheus",
            "app.kubernetes.io/instance": "platform",
          },
        },
      },
    ]);
    const { selector } = (deployment as { spec: { selector: object } }).spec;
    expect(inputsOf("platform-prometheus-network-policy")).toMatchObject({
      spec: { ingress: [{ from: [{ podSelector: selector }] }] },
    });
  });

  it.each<[string, AgentPlatformArgs, unknown]>([
    [
      "the pods that were given",
      { prometheus: { url, pods: { cidr: "10.1.2.0/24" } } },
      [{ ipBlock: { cidr: "10.1.2.0/24" } }],
    ],
    [
      "its own, where they differ",
      {
        prometheus: { url, pods: { cidr: "10.1.2.0/24" } },
        scaling: { adapter: { network: { prometheus: { cidr: "10.9.9.0/24" } } } },
      },
      [{ ipBlock: { cidr: "10.9.9.0/24" } }],
    ],
    [
      "the pods with the label of Prometheus, where none were given",
      { prometheus: { url } },
      [
        {
          namespaceSelector: {},
          podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
        },
      ],
    ],
  ])("reaches %s", async (_, args, peers) => {
    const { inputsOf } = await recordPlatform(args);
    expect(peersOf(inputsOf("platform-prometheus-adapter-network-policy"))).toContainEqual(peers);
  });

  it("has no policy where none is wanted, whatever the platform knows of Prometheus", async () => {
    const { inputsOf } = await recordPlatform({
      prometheus: { install: true },
      scaling: { adapter: { network: { policy: false } } },
    });
    expect(inputsOf("platform-prometheus-adapter-network-policy")).toBeUndefined();
  });
});
