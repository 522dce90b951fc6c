// Who reaches an agent and whom it reaches, as the cluster enforces it.
import { ADMIN_PORT, METRICS_PORT, SERVICE_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import {
  applyObjects,
  kubectl,
  readField,
  waitForReadyPods,
  waitForRollout,
} from "../cluster-access.ts";
import { buildClientPod } from "../ground/workload-objects.ts";
import { createUniqueText } from "../unique-text.ts";
import { createAgentsStack } from "./agents-stack.ts";
import { reaches, type Source } from "./connections.ts";
import { METADATA_ADDRESS, PUBLIC_ADDRESS, startOutsideHosts } from "./outside-hosts.ts";
import { toSmallAgent } from "./paired-agents.ts";
import { removeAfterAll } from "./remove-after-all.ts";

const home = createUniqueText("policy-home");
const abroad = createUniqueText("policy-abroad");

const pod = (namespace: string, name: string): Source => {
  return { namespace, object: `pod/${name}`, image: "busybox" };
};
const agent = (namespace: string, name: string): Source => {
  return { namespace, object: `deployment/${name}`, image: "node" };
};

/** Agents: every pod of the namespace may call `open`, only those that declare it may call `closed`. */
const open = agent(home, "open");
const friend = agent(home, "friend");
const guest = agent(abroad, "guest");
/** Pods of nobody. */
const stranger = pod(home, "stranger");
const outsider = pod(abroad, "outsider");
const gateway = pod(abroad, "gateway");
const prometheus = pod(abroad, "prometheus");

const later = removeAfterAll();

const toHost = (name: string): string => `${name}.${home}.svc.cluster.local`;

async function readAddresses(name: string): Promise<string[]> {
  const addresses = await kubectl(
    "get",
    "pods",
    `--namespace=${home}`,
    `--selector=app.kubernetes.io/name=${name}`,
    "--field-selector=status.phase=Running",
    "--output=jsonpath={.items[*].status.podIP}",
  );
  return addresses.split(" ");
}

/** A pod of `closed` on a node that is not the API server's: no policy is between a pod and its own node. */
async function findFarFromApiServer(): Promise<Source> {
  const address = "{.endpoints[0].addresses[0]}";
  const serverNode = await readField("default", "endpointslice/kubernetes", address);
  const printed = await kubectl(
    "get",
    "pods",
    `--namespace=${home}`,
    "--selector=app.kubernetes.io/name=closed",
    '--output=jsonpath={range .items[*]}{.metadata.name} {.status.hostIP}{"\\n"}{end}',
  );
  const pods = printed
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  const name = pods.find(([, node]) => node !== serverNode)?.[0];
  if (name === undefined) {
    throw new Error("Both pods of 'closed' are on the node of the API server.");
  }
  return { namespace: home, object: `pod/${name}`, image: "node" };
}

/** Whether each of some sources reaches a port, all at once: a denial takes its time. */
async function askAll(sources: readonly Source[], host: string, port: number): Promise<boolean[]> {
  return await Promise.all(sources.map((source) => reaches(source, host, port)));
}

beforeAll(async () => {
  const { worker } = await prepareTestImages();
  const small = { ...toSmallAgent(worker, "Embedded"), replicas: 1 };
  later(await startOutsideHosts());
  const stack = await createAgentsStack();
  later(stack.remove);
  await stack.want({
    [home]: {
      open: small,
      closed: { ...small, replicas: 2, network: { callers: "Peers" } },
      friend: {
        ...small,
        peers: [{ name: "closed" }],
        exposure: {
          hostname: "friend.example.test",
          ingress: {},
          from: [{ namespace: abroad, podLabels: { app: "gateway" } }],
        },
        serviceAccount: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] },
      },
    },
    [abroad]: { guest: { ...small, peers: [{ name: "closed", namespace: home }] } },
  });
  const { succeeded, output } = await stack.run("up", "--yes");
  expect(succeeded, output).toBe(true);
  await applyObjects(
    buildClientPod(home, "stranger", {}),
    buildClientPod(abroad, "outsider", {}),
    buildClientPod(abroad, "gateway", {}),
    buildClientPod(abroad, "prometheus", { "app.kubernetes.io/name": "prometheus" }),
  );
  await waitForReadyPods(home, "stranger");
  await waitForReadyPods(abroad, "outsider", "gateway", "prometheus");
  // The engine lets everything pass until it has seen a policy, and when it is dead.
  await waitFor("the first denial", 60, async () => {
    return !(await reaches(outsider, toHost("open"), SERVICE_PORT));
  });
  await waitFor("the first call", 60, () => reaches(stranger, toHost("open"), SERVICE_PORT));
});

describe("the port for A2A", () => {
  test("is reached from every pod of the namespace, and from no other", async () => {
    const sources = [stranger, friend, outsider, prometheus, gateway, guest];
    expect(await askAll(sources, toHost("open"), SERVICE_PORT)).toEqual([
      true,
      // Its own policy lets an agent reach its peers only.
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test("is reached with callers Peers by agents that declare it, also from elsewhere, and by no other pod", async () => {
    const sources = [friend, guest, stranger, open, outsider, prometheus];
    expect(await askAll(sources, toHost("closed"), SERVICE_PORT)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("is reached by the other replicas", async () => {
    const addresses = await readAddresses("closed");
    expect(addresses).toHaveLength(2);
    const closed = agent(home, "closed");
    for (const address of addresses) {
      expect(await reaches(closed, address, SERVICE_PORT)).toBe(true);
    }
  });

  test("is reached from the pods that hand calls over, where the agent is exposed", async () => {
    expect(await askAll([gateway, outsider], toHost("friend"), SERVICE_PORT)).toEqual([
      true,
      false,
    ]);
  });
});

describe("the other ports", () => {
  test("give the metrics to Prometheus, wherever it is, and to nobody else", async () => {
    const [address = ""] = await readAddresses("open");
    const sources = [prometheus, stranger, outsider, friend];
    expect(await askAll(sources, address, METRICS_PORT)).toEqual([true, false, false, false]);
  });

  test("give the admin port to nobody but the kubelet, whose probes pass", async () => {
    const addresses = [...(await readAddresses("open")), ...(await readAddresses("closed"))];
    for (const address of addresses) {
      const sources = [stranger, prometheus, gateway, friend, guest];
      expect(await askAll(sources, address, ADMIN_PORT)).toEqual(sources.map(() => false));
    }
    await kubectl(
      "delete",
      "pods",
      `--namespace=${home}`,
      "--selector=app.kubernetes.io/name=open",
      "--wait=false",
    );
    await waitForRollout(home, "open");
    const restarts = "{.items[*].status.containerStatuses[0].restartCount}";
    expect(await readField(home, "pods", restarts)).toMatch(/^[0 ]+$/);
  });
});

describe("an agent", () => {
  test("does not reach a metadata address, which other pods do", async () => {
    for (const port of [80, 443]) {
      const sources = [stranger, outsider, open, friend, guest];
      expect(await askAll(sources, METADATA_ADDRESS, port)).toEqual([
        true,
        true,
        false,
        false,
        false,
      ]);
    }
  });

  test("reaches public addresses on the port for https, and on no other", async () => {
    expect(await reaches(open, PUBLIC_ADDRESS, 443)).toBe(true);
    expect(await reaches(open, PUBLIC_ADDRESS, 80)).toBe(false);
    expect(await reaches(stranger, PUBLIC_ADDRESS, 80)).toBe(true);
  });

  test("reaches the API server only where it may do something with it", async () => {
    const server = "kubernetes.default.svc.cluster.local";
    const sources = [friend, await findFarFromApiServer(), stranger];
    expect(await askAll(sources, server, 443)).toEqual([true, false, true]);
  });

  test("finds addresses by name, of agents that it does not reach too", async () => {
    const lookUp = `require("node:dns").lookup("${toHost("closed")}", (error) => console.log(error))`;
    const { namespace, object } = open;
    const told = await kubectl(
      "exec",
      object,
      `--namespace=${namespace}`,
      "--",
      "node",
      "-e",
      lookUp,
    );
    expect(told.trim()).toBe("null");
  });
});
