import {
  busyboxImage,
  restrictedContainer,
  restrictedPod,
  smallRequests,
} from "../cluster-access.ts";

/** A web server that answers every request with the name of its pod. */
const SERVE_OWN_NAME =
  "mkdir -p /tmp/www && hostname > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www";

/** A Deployment of web servers that run under Pod Security `restricted`, one per node before two on one. */
export function buildWebDeployment(namespace: string, name: string, replicas: number): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 1,
          securityContext: restrictedPod,
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: { app: name } },
            },
          ],
          containers: [
            {
              name: "web",
              image: busyboxImage,
              imagePullPolicy: "IfNotPresent",
              command: ["sh", "-c", SERVE_OWN_NAME],
              ports: [{ name: "http", containerPort: 8080 }],
              readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1 },
              resources: smallRequests,
              securityContext: restrictedContainer,
              volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            },
          ],
          volumes: [{ name: "tmp", emptyDir: {} }],
        },
      },
    },
  };
}

/** A Service in front of `buildWebDeployment`, on port 80. */
export function buildWebService(namespace: string, name: string): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  };
}

/** A pod that waits to be told what to do with `kubectl exec`. */
export function buildClientPod(
  namespace: string,
  name: string,
  labels: Record<string, string>,
): object {
  return buildPod(namespace, name, { labels, command: ["sleep", "3600"] });
}

export interface PodShape {
  labels?: Record<string, string>;
  command: string[];
  memoryLimit?: string;
}

/** A pod with one container that is never started again. */
export function buildPod(namespace: string, name: string, shape: PodShape): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: { app: name, ...shape.labels } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      restartPolicy: "Never",
      securityContext: restrictedPod,
      containers: [
        {
          name: "main",
          image: busyboxImage,
          imagePullPolicy: "IfNotPresent",
          command: shape.command,
          resources: {
            ...smallRequests,
            ...(shape.memoryLimit === undefined ? {} : { limits: { memory: shape.memoryLimit } }),
          },
          securityContext: restrictedContainer,
        },
      ],
    },
  };
}
