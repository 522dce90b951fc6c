import * as berth from "@berth/berth";
import * as k8s from "@pulumi/kubernetes";

const agents = new berth.AgentNamespace("agents", { labels: { team: "search" } });

// Any object goes into the namespace by its name, which is an Output: the quota waits for it.
new k8s.core.v1.ResourceQuota("agents-quota", {
  metadata: { namespace: agents.name },
  spec: { hard: { pods: "40", "requests.cpu": "10" } },
});

export const namespace = agents.name;
