// The demo on a cluster that is somebody's own: this one, by a context beside others. What builds and
// pushes is a stand-in of docker.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kubectl } from "../cluster-access.ts";
import { type BareClone, createBareClone } from "../bare-clone.ts";

const REGISTRY = "registry.test/team";

let clone: BareClone;

/** Runs the demo with the stand-in of docker first on PATH and a kubeconfig of the user's. */
async function runDemo(options: string): Promise<string> {
  const variables =
    "PATH=$PWD/stand-ins:$PATH KUBECONFIG=$PWD/kubeconfig PUSHED_IMAGES=$PWD/pushed";
  return await clone.run(`${variables} npm run demo -- ${options}`);
}

/** A kubeconfig with this cluster as the context `team`, and another one as the current context. */
async function writeKubeconfig(file: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromDefault();
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (cluster === null || user === null) {
    throw new Error("'KUBECONFIG' has no current context.");
  }
  const own = new KubeConfig();
  own.loadFromOptions({
    clusters: [cluster, { name: "prod", server: "https://prod.invalid", skipTLSVerify: false }],
    users: [user, { name: "prod" }],
    contexts: [
      { name: "team", cluster: cluster.name, user: user.name },
      { name: "prod", cluster: "prod", user: "prod" },
    ],
    currentContext: "prod",
  });
  await writeFile(file, own.exportConfig());
}

beforeAll(async () => {
  clone = await createBareClone();
  await writeKubeconfig(join(clone.folder, "kubeconfig"));
  await mkdir(join(clone.folder, "stand-ins"));
  const docker = join(clone.folder, "stand-ins", "docker");
  const program = join(import.meta.dirname, "docker-stand-in.ts");
  await writeFile(docker, `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`);
  await chmod(docker, 0o755);
});

afterAll(async () => {
  await kubectl("delete", "namespace", "agents-dev", "--ignore-not-found");
  await clone.remove();
});

test("a context that is not there is refused, with those that are", async () => {
  await expect(runDemo("--context staging")).rejects.toThrow(
    `'--context' (staging) must be a context of ${join(clone.folder, "kubeconfig")}: team, prod.`,
  );
});

test("the named context gets the agents, from images that were pushed to the registry", async () => {
  const output = await runDemo(`--context team --registry ${REGISTRY}`);
  expect(output).toContain("**revenue** is 478.82 on average (median 440)");
  const images = await kubectl(
    "get",
    "deployments",
    "--namespace=agents-dev",
    "--output=jsonpath={.items[*].spec.template.spec.containers[0].image}",
  );
  const pushed = (await readFile(join(clone.folder, "pushed"), "utf8")).trim().split("\n");
  expect(pushed).toHaveLength(4);
  expect(pushed).toEqual(expect.arrayContaining(images.split(" ")));
  expect(images.split(" ").every((image) => image.startsWith(`${REGISTRY}/`))).toBe(true);
});

test("the demo does not move to another cluster by accident", async () => {
  await expect(runDemo("--context prod")).rejects.toThrow(
    "The demo is on the context 'team'. Remove it from there first: npm run demo -- --down",
  );
});

test("--down removes the agents and leaves the cluster", async () => {
  await runDemo("--down");
  const namespaces = await kubectl("get", "namespaces", "--output=name");
  expect(namespaces).toContain("namespace/kube-system");
  expect(namespaces).not.toContain("namespace/agents-dev");
});
