import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const others = new pulumi.StackReference("others", {
  name: `organization/callee/${pulumi.getStack()}`,
});
const echo = others.requireOutput("peer") as pulumi.Output<berth.AgentPeer>;

const agents = new berth.AgentNamespace("agents", { name: config.require("namespace") });

function createCaller(name: string, peer: pulumi.Input<berth.AgentPeerArgs>): void {
  new berth.Agent(name, {
    namespace: agents.name,
    image: config.require("image"),
    args: ["/node_modules/@berth/agent-runtime/bin/agent-runtime.js", "serve", "./relay.ts"],
    card: {
      description: "Asks its peer",
      version: "1.0.0",
      skills: [{ id: "ask", name: "Ask", description: "Asks its peer", tags: ["test"] }],
    },
    replicas: 1,
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
    runtime: { mode: berth.AgentRuntimeMode.Embedded },
    // Nobody takes the traces: what is looked at is what of them goes along with a call.
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" },
    peers: [peer],
  });
}

createCaller("relay", echo);
createCaller(
  "misdirected",
  echo.apply((peer) => ({ ...peer, audience: "another-agent" })),
);
createCaller("nameless", { name: "echo", namespace: config.require("calleeNamespace") });
