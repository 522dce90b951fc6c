import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import {
  applyObjects,
  createNamespace,
  deleteNamespace,
  kubectl,
  readField,
  runInPod,
  waitForReadyPods,
  waitForRollout,
} from "../cluster-access.ts";
import { askWeb, waitForEveryAnswer } from "./web-client.ts";
import {
  buildClientPod,
  buildPod,
  buildWebDeployment,
  buildWebService,
} from "./workload-objects.ts";

/** So many that a fault shows which loses one request in a hundred. */
const REQUESTS = 400;

let namespace = "";

beforeAll(async () => {
  namespace = await createNamespace("ground", {
    "pod-security.kubernetes.io/enforce": "restricted",
  });
  await applyObjects(
    buildWebDeployment(namespace, "web", 2),
    buildWebService(namespace, "web"),
    buildClientPod(namespace, "client", {}),
  );
  await waitForRollout(namespace, "web");
  await waitForReadyPods(namespace, "client");
  await waitForEveryAnswer(namespace, "client", 2);
});

afterAll(async () => {
  await deleteNamespace(namespace);
});

async function nodesOf(label: string): Promise<string[]> {
  const list = await kubectl(
    "get",
    "pods",
    "--namespace",
    namespace,
    `--selector=${label}`,
    "--field-selector=status.phase=Running",
    "--output=jsonpath={.items[*].spec.nodeName}",
  );
  return list.split(" ").sort();
}

describe("a namespace that enforces Pod Security `restricted`", () => {
  it("runs a pod that keeps its rules", async () => {
    expect(await readField(namespace, "pod/client", "{.status.phase}")).toBe("Running");
  });

  it("refuses a pod that breaks them", async () => {
    const pod = { ...buildPod(namespace, "root", { command: ["true"] }) } as {
      spec: { securityContext: object };
    };
    pod.spec.securityContext = { runAsUser: 0 };
    await expect(applyObjects(pod)).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
  });
});

describe("a Service in front of two pods on two nodes", () => {
  it("has its pods spread over both nodes", async () => {
    expect(await nodesOf("app=web")).toEqual(["node1", "node2"]);
  });

  it("is found by its DNS name and sends requests to both pods", async () => {
    const loop = `for i in $(seq ${REQUESTS}); do timeout 5 wget -q -O - http://web.${namespace}.svc.cluster.local/ || echo failed; done`;
    const answers = (await runInPod(namespace, "client", "sh", "-c", loop)).trim().split("\n");
    const pods = (
      await kubectl(
        "get",
        "pods",
        "--namespace",
        namespace,
        "--selector=app=web",
        "--output=jsonpath={.items[*].metadata.name}",
      )
    ).split(" ");
    expect(answers).toHaveLength(REQUESTS);
    expect([...new Set(answers)].sort()).toEqual(pods.sort());
  });

  it("is found by its short name too", async () => {
    expect(
      await runInPod(namespace, "client", "nslookup", `web.${namespace}.svc.cluster.local`),
    ).toContain(await readField(namespace, "service/web", "{.spec.clusterIP}"));
    expect(await askWeb(namespace, "client")).toMatch(/^web-/);
  });
});

describe("kubectl", () => {
  it("reads the logs of a container", async () => {
    await applyObjects(buildPod(namespace, "talker", { command: ["echo", "a line of the log"] }));
    await kubectl(
      "wait",
      "pod/talker",
      "--for=jsonpath={.status.phase}=Succeeded",
      "--namespace",
      namespace,
      "--timeout=60s",
    );
    expect(await kubectl("logs", "talker", "--namespace", namespace)).toBe("a line of the log\n");
  });

  it("runs a command in a container", async () => {
    expect(await runInPod(namespace, "client", "id", "-u")).toBe("10001\n");
  });
});

describe("a pod that takes more memory than its limit", () => {
  it("is ended as OOMKilled", async () => {
    await applyObjects(
      buildPod(namespace, "hungry", { command: ["tail", "/dev/zero"], memoryLimit: "32Mi" }),
    );
    const reason = await waitFor("the end of the container", 60, async () => {
      const seen = await readField(
        namespace,
        "pod/hungry",
        "{.status.containerStatuses[0].state.terminated.reason}",
      );
      return seen === "" ? undefined : seen;
    });
    expect(reason).toBe("OOMKilled");
  });
});

describe("kubectl drain", () => {
  it("moves the pods of a node to the other one", async () => {
    await kubectl("delete", "pod", "client", "--namespace", namespace);
    try {
      await kubectl(
        "drain",
        "node2",
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--force",
        "--timeout=120s",
      );
      await waitForRollout(namespace, "web");
      expect(await nodesOf("app=web")).toEqual(["node1", "node1"]);
    } finally {
      await kubectl("uncordon", "node2");
      // CoreDNS may have moved as well: the next test needs names.
      await waitForRollout("kube-system", "coredns");
    }
  });
});
