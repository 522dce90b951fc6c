// The order in which a platform goes, by the revisions that the API server gave to what happened.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { kubectlPath } from "../../cluster/kubectl.ts";
import { createNamespace, deleteNamespace, kubectl } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { findLayout } from "../find-layout.ts";
import { PLATFORM } from "./scaled-agents.ts";
import { preparePrometheusImages } from "./scaling-images.ts";
import { createScalingStack } from "./scaling-stack.ts";

/** What became of an object. */
interface WatchEvent {
  type: string;
  name: string;
  /** Ascends over all objects of a cluster. */
  revision: number;
  isGoing: boolean;
}

const FIELDS = [
  "{.type}",
  "{.object.metadata.name}",
  "{.object.metadata.resourceVersion}",
  "{.object.metadata.deletionTimestamp}",
];

const later = removeAfterAll();
let events: Record<"apiservices" | "workloads", WatchEvent[]>;
let platformNamespace: string;

function toEvent(line: string): WatchEvent {
  const [type = "", name = "", revision = "", deletion = ""] = line.split(" ");
  return { type, name, revision: Number(revision), isGoing: deletion !== "" || type === "DELETED" };
}

/** Notes what becomes of objects from now on, and what there is already. */
async function watchObjects(...objects: string[]): Promise<() => Promise<WatchEvent[]>> {
  const output = `--output=jsonpath=${FIELDS.join(" ")}{"\\n"}`;
  const args = ["get", ...objects, "--watch", "--output-watch-events", output];
  // It ends with this process, however that ends.
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "--", await kubectlPath(), ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  await once(child.stdout, "data");
  return async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    return printed.trim().split("\n").map(toEvent);
  };
}

beforeAll(async () => {
  await preparePrometheusImages(await findLayout());
  const stack = await createScalingStack();
  later(stack.remove);
  const { succeeded, output } = await stack.up({ platform: PLATFORM, agents: {} });
  expect(succeeded, output).toBe(true);
  ({ platformNamespace } = await stack.readOutputs());
  const place = `--namespace=${platformNamespace}`;
  const apiServices = await watchObjects("apiservices");
  const watches = await Promise.all(
    ["deployments", "services", "pods", "secrets", "networkpolicies"].map((kind) =>
      watchObjects(kind, place),
    ),
  );
  const destroyed = await stack.run("destroy", "--yes");
  expect(destroyed.succeeded, destroyed.output).toBe(true);
  events = {
    apiservices: await apiServices(),
    workloads: (await Promise.all(watches.map((end) => end()))).flat(),
  };
});

describe("destroy of a platform", () => {
  test("takes the APIs of the metrics away before anything of the adapter", () => {
    const gone = events.apiservices.filter(({ type }) => type === "DELETED");
    expect(gone.map(({ name }) => name).sort()).toEqual([
      "v1beta1.custom.metrics.k8s.io",
      "v1beta2.custom.metrics.k8s.io",
    ]);
    const going = events.workloads.filter(
      ({ isGoing, name }) => isGoing && name.includes("prometheus-adapter"),
    );
    expect(going.length).toBeGreaterThan(0);
    const lastApi = Math.max(...gone.map(({ revision }) => revision));
    const firstWorkload = Math.min(...going.map(({ revision }) => revision));
    expect(lastApi).toBeLessThan(firstWorkload);
  });

  test("leaves its namespace in no state at all, and lets others go", async () => {
    const names = await kubectl("get", "namespaces", "--output=name");
    expect(names).not.toContain(platformNamespace);
    const phases = await kubectl("get", "namespaces", "--output=jsonpath={.items[*].status.phase}");
    expect(phases).not.toContain("Terminating");
    const other = await createNamespace("after-platform");
    await deleteNamespace(other);
    expect(await kubectl("get", "namespaces", "--output=name")).not.toContain(other);
  });

  test("leaves nothing of the cluster as a whole", async () => {
    const kinds = "apiservices,clusterroles,clusterrolebindings,rolebindings";
    const left = await kubectl("get", kinds, "--all-namespaces", "--output=name");
    expect(left).not.toContain(platformNamespace);
    expect(left).not.toContain("custom.metrics.k8s.io");
  });
});
