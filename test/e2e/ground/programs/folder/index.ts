// A page that is served from a ConfigMap, and a Secret in the environment of its server.
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const labels = { "app.kubernetes.io/name": "greeter" };

const namespace = new kubernetes.core.v1.Namespace("namespace", {
  metadata: {
    name: config.require("namespace"),
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  },
});
const metadata = { namespace: namespace.metadata.name, labels };

const page = new kubernetes.core.v1.ConfigMap("page", {
  metadata,
  data: { "index.html": config.require("greeting") },
});

const credentials = new kubernetes.core.v1.Secret("credentials", {
  metadata,
  stringData: { TOKEN: config.requireSecret("token") },
});

const deployment = new kubernetes.apps.v1.Deployment("greeter", {
  metadata,
  spec: {
    replicas: config.requireNumber("replicas"),
    progressDeadlineSeconds: 20,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 1,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 10001,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "greeter",
            image: "docker.io/library/busybox:1.35.0",
            imagePullPolicy: "IfNotPresent",
            command: config.requireBoolean("broken")
              ? ["sh", "-c", "echo the page store cannot be opened; exit 3"]
              : ["httpd", "-f", "-p", "8080", "-h", "/page"],
            envFrom: [{ secretRef: { name: credentials.metadata.name } }],
            ports: [{ name: "http", containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1 },
            resources: { requests: { cpu: "10m", memory: "8Mi" } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
            volumeMounts: [{ name: "page", mountPath: "/page" }],
          },
        ],
        volumes: [{ name: "page", configMap: { name: page.metadata.name } }],
      },
    },
  },
});

const service = new kubernetes.core.v1.Service(
  "greeter",
  {
    metadata: { ...metadata, name: "greeter" },
    spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
  { dependsOn: [deployment] },
);

export const serviceName = service.metadata.name;
export const token = config.requireSecret("token");
/** How Node loaded this file. */
export const moduleFormat = typeof require === "undefined" ? "module" : "commonjs";
