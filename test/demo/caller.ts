import { Writable } from "node:stream";
import {
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  type V1Pod,
} from "@kubernetes/client-node";
import { waitFor } from "../cluster/wait-for.ts";

const NAME = "demo-caller";
const FOLDER = "/message";

/** A message with one file, and where it goes. */
export interface CallerMessage {
  namespace: string;
  /** The image of the runtime, which has the command that sends. */
  image: string;
  url: string;
  text: string;
  file: { name: string; content: string };
}

/** An object as it is written down. */
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string };
  data?: Record<string, string>;
  spec?: object;
}

function buildConfigMap({ namespace, file }: CallerMessage): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: NAME, namespace },
    data: { [file.name]: file.content },
  };
}

function buildPod(message: CallerMessage): Manifest {
  const { namespace, image, url, text, file } = message;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: NAME, namespace },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "send",
          image,
          imagePullPolicy: "IfNotPresent",
          args: ["send", url, text, "--file", `${FOLDER}/${file.name}`],
          resources: { requests: { cpu: "10m", memory: "64Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [{ name: "message", mountPath: FOLDER, readOnly: true }],
        },
      ],
      volumes: [{ name: "message", configMap: { name: NAME } }],
    },
  };
}

/**
 * Sends a message from a pod of the agents' namespace and hands on what the pod prints while it
 * prints it.
 *
 * @returns the exit code of the command that sends: 0 when the task completed.
 */
export async function sendFromPod(
  kubeconfig: string,
  message: CallerMessage,
  output: NodeJS.WritableStream,
): Promise<number> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const { namespace } = message;
  const remove = async (): Promise<void> => {
    await core.deleteNamespacedPod({ name: NAME, namespace }).catch(ignoreNotFound);
    await core.deleteNamespacedConfigMap({ name: NAME, namespace }).catch(ignoreNotFound);
    await waitFor("the end of the caller's pod", 60, async () =>
      (await findPod(core, namespace)) === undefined ? true : undefined,
    );
  };
  // A run that was interrupted has left its own.
  await remove();
  try {
    const objects = KubernetesObjectApi.makeApiClient(config);
    await objects.create(buildConfigMap(message));
    await objects.create(buildPod(message));
    await waitFor("the caller's pod", 120, async () => {
      const status = (await findPod(core, namespace))?.status?.containerStatuses?.[0]?.state;
      return status?.running !== undefined || status?.terminated !== undefined;
    });
    await followLog(config, namespace, output);
    return await waitFor("the end of the message", 120, async () => {
      const pod = await findPod(core, namespace);
      return pod?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode;
    });
  } finally {
    await remove();
  }
}

async function findPod(core: CoreV1Api, namespace: string): Promise<V1Pod | undefined> {
  return await core.readNamespacedPod({ name: NAME, namespace }).catch(ignoreNotFound);
}

async function followLog(
  config: KubeConfig,
  namespace: string,
  output: NodeJS.WritableStream,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        output.write(chunk);
        done();
      },
      final(done) {
        resolve();
        done();
      },
    });
    sink.once("error", reject);
    new Log(config).log(namespace, NAME, "send", sink, { follow: true }).catch(reject);
  });
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === 404) {
    return undefined;
  }
  throw error;
}
