import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

/** What both have: they differ in their executor. */
function toArgs(name: string): berth.AgentArgs {
  return {
    namespace: agents.name,
    image: config.require("image"),
    args: ["serve", `./${name}.ts`],
    card: {
      description: "Works for a moment",
      version: "1.0.0",
      skills: [{ id: "work", name: "Work", description: "Works for a moment", tags: ["test"] }],
    },
    replicas: 1,
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
    runtime: { mode: berth.AgentRuntimeMode.Embedded },
  };
}

const callee = new berth.Agent("callee", toArgs("callee"));

new berth.Agent("caller", {
  ...toArgs("caller"),
  peers: [callee.peer],
  // Its task lasts as long as a round.
  drain: { maxTaskSeconds: 600 },
});
