import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const platform = new berth.AgentPlatform("platform", {
  // One Prometheus for both: the operator of KEDA asks it too.
  prometheus: {
    install: true,
    allowFrom: [{ namespace: "keda", podLabels: { app: "keda-operator" } }],
  },
});

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

function createAgent(name: string, backend: berth.ScalingBackend): void {
  new berth.Agent(name, {
    namespace: agents.name,
    image: config.require("image"),
    card: {
      description: "Works for a while",
      version: "1.0.0",
      skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
    },
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
    scaling: {
      backend,
      minReplicas: config.requireNumber("minReplicas"),
      maxReplicas: config.requireNumber("maxReplicas"),
      targetActiveTasks: config.requireNumber("targetActiveTasks"),
      // No window and no cap: what is measured is how fast the metric comes, and how true it is.
      scaleUp: { stabilizationWindowSeconds: 0, pods: 10, periodSeconds: 15 },
      scaleDown: { stabilizationWindowSeconds: 15, pods: 10, periodSeconds: 15 },
      ...(backend === berth.ScalingBackend.Keda
        ? { keda: { prometheusUrl: platform.prometheusUrl } }
        : {}),
    },
    runtime: { mode: berth.AgentRuntimeMode.Embedded },
  });
}

createAgent("by-adapter", berth.ScalingBackend.PrometheusAdapter);
createAgent("by-keda", berth.ScalingBackend.Keda);
