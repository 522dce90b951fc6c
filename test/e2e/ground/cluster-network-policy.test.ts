import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import {
  applyObjects,
  createNamespace,
  deleteNamespace,
  kubectl,
  waitForReadyPods,
  waitForRollout,
} from "../cluster-access.ts";
import { askWeb, waitForEveryAnswer } from "./web-client.ts";
import { buildClientPod, buildWebDeployment, buildWebService } from "./workload-objects.ts";

let namespace = "";

async function asks(client: string): Promise<"answered" | "refused"> {
  return (await askWeb(namespace, client)) === undefined ? "refused" : "answered";
}

beforeAll(async () => {
  namespace = await createNamespace("ground-policy");
  await applyObjects(
    buildWebDeployment(namespace, "web", 2),
    buildWebService(namespace, "web"),
    buildClientPod(namespace, "friend", { role: "friend" }),
    buildClientPod(namespace, "stranger", { role: "stranger" }),
  );
  await waitForRollout(namespace, "web");
  await waitForReadyPods(namespace, "friend", "stranger");
  await waitForEveryAnswer(namespace, "friend", 2);
  await waitForEveryAnswer(namespace, "stranger", 2);
});

afterAll(async () => {
  await deleteNamespace(namespace);
});

describe("a NetworkPolicy that admits one role", () => {
  it("changes nothing before it is there", async () => {
    expect(await asks("friend")).toBe("answered");
    expect(await asks("stranger")).toBe("answered");
  });

  it("denies the other peer, admits the named one, and leaves the kubelet's probes alone", async () => {
    await applyObjects({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "friends-only", namespace },
      spec: {
        podSelector: { matchLabels: { app: "web" } },
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: { matchLabels: { role: "friend" } } }] }],
      },
    });
    // The engine lets everything pass until it has seen the policy, and when it is dead: a denial is its sign of life.
    await waitFor("the first denial", 30, async () => (await asks("stranger")) === "refused");
    for (let round = 0; round < 3; round++) {
      expect(await asks("stranger")).toBe("refused");
      expect(await asks("friend")).toBe("answered");
    }
    await kubectl("rollout", "restart", "deployment/web", "--namespace", namespace);
    await waitForRollout(namespace, "web");
  });

  it("lets everybody in again when it is gone", async () => {
    await kubectl("delete", "networkpolicy", "friends-only", "--namespace", namespace);
    await waitFor("the first answer", 30, async () => (await asks("stranger")) === "answered");
  });
});
