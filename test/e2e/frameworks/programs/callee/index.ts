import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

const echo = new berth.Agent("echo", {
  namespace: agents.name,
  image: config.require("image"),
  args: ["echo.ts"],
  card: {
    description: "Tells what it was sent",
    version: "1.0.0",
    skills: [{ id: "echo", name: "Echo", description: "Tells what it was sent", tags: ["test"] }],
  },
  replicas: 2,
  resources: { requests: { cpu: "10m", memory: "32Mi" } },
  runtime: {
    mode: berth.AgentRuntimeMode.Sidecar,
    image: config.require("runtimeImage"),
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
  },
  // A call has the patience to see the Service forget a replica that says it is not ready.
  probes: { readiness: { periodSeconds: 2, failureThreshold: 1 } },
  auth: {
    serviceAccountTokens: {
      audiences: ["echo"],
      allowed: [{ namespace: config.require("callersNamespace") }],
    },
  },
});

export const peer = echo.peer;
