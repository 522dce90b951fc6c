import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const platform = new pulumi.StackReference("platform", {
  name: `organization/platform/${pulumi.getStack()}`,
});

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

export const url = new berth.Agent("worker", {
  namespace: agents.name,
  platform: platform.requireOutput("binding"),
  image: config.require("image"),
  card: {
    description: "Works",
    version: "1.0.0",
    skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
  },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
  scaling: { backend: config.require<berth.ScalingBackend>("backend") },
  // The test asks Prometheus from a pod of the agent.
  network: {
    allowTo: [
      {
        podLabels: { "app.kubernetes.io/name": "prometheus" },
        namespace: config.require("platformNamespace"),
      },
    ],
  },
}).url;
