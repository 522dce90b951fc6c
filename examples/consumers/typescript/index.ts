import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const agents = new berth.AgentNamespace("agents");

export const { url } = new berth.Agent("hello", {
  namespace: agents.name,
  image: new pulumi.Config().require("image"),
  card: {
    description: "Says hello",
    version: "1.0.0",
    skills: [{ id: "hello", name: "Hello", description: "Greets by name", tags: ["greeting"] }],
  },
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
});
