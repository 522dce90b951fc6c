import { waitFor } from "../../cluster/wait-for.ts";
import {
  applyObjects,
  kubectl,
  readField,
  restrictedContainer,
  restrictedPod,
  runInPod,
  smallRequests,
} from "../cluster-access.ts";

/** Starts a program of the driver's image in a pod of a namespace, and waits until it runs. */
export async function startDriver(
  namespace: string,
  name: string,
  image: string,
  args: readonly string[],
): Promise<void> {
  await applyObjects({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 1,
      securityContext: restrictedPod,
      containers: [
        { name, image, args, securityContext: restrictedContainer, resources: smallRequests },
      ],
    },
  });
  await waitFor(`the pod '${name}'`, 60, async () =>
    ["Running", "Succeeded", "Failed"].includes(
      await readField(namespace, `pod/${name}`, "{.status.phase}"),
    ),
  );
}

/** What a driver has printed so far: one JSON value a line. */
export async function readDriver<T>(namespace: string, name: string): Promise<T[]> {
  const log = await kubectl("logs", name, `--namespace=${namespace}`);
  return log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as T);
}

/** Asks for a page from within a pod that has Node: as a pod, for policies do not admit the API server. */
export async function fetchInPod(namespace: string, pod: string, url: string): Promise<string> {
  const program = "fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)";
  return await runInPod(namespace, pod, "node", "--eval", program, url);
}
