import * as berth from "@berth/berth";
import * as k8s from "@pulumi/kubernetes";

const agents = new berth.AgentNamespace("agents", {
  labels: { team: "search" },
  quota: { pods: 40, requestsCpu: "10" },
});

// Any object goes into the namespace by its name, which is an Output: the limits wait for it.
new k8s.core.v1.LimitRange("agents-limits", {
  metadata: { namespace: agents.name },
  spec: { limits: [{ type: "Container", max: { memory: "4Gi" } }] },
});

export const namespace = agents.name;
