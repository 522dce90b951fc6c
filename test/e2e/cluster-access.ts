import { runKubectl } from "../cluster/kubectl.ts";
import { waitFor } from "../cluster/wait-for.ts";
import { createUniqueText } from "./unique-text.ts";

export { busyboxImage } from "../cluster/image-names.ts";

/** What a container needs to run where Pod Security `restricted` is enforced. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** The same for its pod. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: 10001,
  seccompProfile: { type: "RuntimeDefault" },
};

/** The processor share of every test workload: many fit on a small machine. */
export const smallRequests = { requests: { cpu: "10m", memory: "16Mi" } };

/** The path of the kubeconfig that the runner hands out. */
function kubeconfigPath(): string {
  const path = process.env["KUBECONFIG"];
  if (path === undefined) {
    throw new Error("'KUBECONFIG' is not set: start the tests with npm run e2e -- GROUP.");
  }
  return path;
}

/** Runs kubectl against the cluster under test and returns what it printed. */
export async function kubectl(...args: string[]): Promise<string> {
  return await runKubectl(kubeconfigPath(), args);
}

/** Applies objects as they are, written as JSON: in YAML 1.1, which kubectl reads, a text `off` is none. */
export async function applyObjects(...objects: object[]): Promise<void> {
  await runKubectl(kubeconfigPath(), ["apply", "--server-side", "--filename=-"], {
    input: objects.map((object) => JSON.stringify(object)).join("\n---\n"),
  });
}

/** Makes a namespace that no other run has, and waits for the account its pods run as. */
export async function createNamespace(
  prefix: string,
  labels: Record<string, string> = {},
): Promise<string> {
  const name = createUniqueText(prefix);
  await applyObjects({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  await waitFor("the namespace's default service account", 30, async () =>
    (await kubectl("get", "serviceaccounts", "--namespace", name, "--output=name")).includes(
      "serviceaccount/default",
    ),
  );
  return name;
}

/** Removes a namespace with all that is in it, and waits until it is gone. */
export async function deleteNamespace(name: string): Promise<void> {
  await kubectl("delete", "namespace", name, "--ignore-not-found", "--timeout=180s");
}

/** How long a small workload of images that every node has may take until it is there. */
const READY_TIMEOUT_SECONDS = 60;

/** Waits until each of the named pods is ready. */
export async function waitForReadyPods(namespace: string, ...names: string[]): Promise<void> {
  await kubectl(
    "wait",
    ...names.map((name) => `pod/${name}`),
    "--for=condition=Ready",
    `--namespace=${namespace}`,
    `--timeout=${READY_TIMEOUT_SECONDS}s`,
  );
}

/** Waits until all pods of a Deployment have its newest template and are ready. */
export async function waitForRollout(namespace: string, deployment: string): Promise<void> {
  await kubectl(
    "rollout",
    "status",
    `deployment/${deployment}`,
    `--namespace=${namespace}`,
    `--timeout=${READY_TIMEOUT_SECONDS}s`,
  );
}

/** Runs a command in a pod to its end and returns what it printed. */
export async function runInPod(
  namespace: string,
  pod: string,
  ...command: string[]
): Promise<string> {
  return await kubectl("exec", pod, `--namespace=${namespace}`, "--", ...command);
}

/** Reads one field of one object by a JSONPath. */
export async function readField(namespace: string, object: string, path: string): Promise<string> {
  return await kubectl("get", object, "--namespace", namespace, `--output=jsonpath=${path}`);
}
