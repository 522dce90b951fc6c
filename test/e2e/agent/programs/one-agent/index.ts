import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

const worker = new berth.Agent("worker", {
  namespace: agents.name,
  image: config.require("image"),
  card: {
    description: config.require("description"),
    version: "1.0.0",
    skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
  },
  env: {
    GREETING: config.require("greeting"),
    ...(config.get("drain") === undefined ? {} : { A2A_DRAIN: config.require("drain") }),
  },
  replicas: config.requireNumber("replicas"),
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
  rollout: { progressDeadlineSeconds: config.requireNumber("progressDeadlineSeconds") },
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
});

export const url = worker.url;
