import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export interface GreeterArgs {
  /** The namespace to deploy into. */
  namespace: pulumi.Input<string>;
  /** What the page says. */
  greeting: pulumi.Input<string>;
  /** A credential in the environment of the server. */
  token: pulumi.Input<string>;
  /** Lets the server crash at its start. */
  broken: pulumi.Input<boolean>;
  replicas: pulumi.Input<number>;
}

/** A page that is served from a ConfigMap, and a Secret in the environment of its server. */
export class Greeter extends pulumi.ComponentResource {
  /** The name of the Service that serves the page. */
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: GreeterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("greeter:index:Greeter", name, args, opts);
    const child = { parent: this };
    const labels = { "app.kubernetes.io/name": name };
    const metadata = { namespace: args.namespace, labels };

    const page = new kubernetes.core.v1.ConfigMap(
      `${name}-page`,
      { metadata, data: { "index.html": args.greeting } },
      child,
    );
    const credentials = new kubernetes.core.v1.Secret(
      `${name}-credentials`,
      { metadata, stringData: { TOKEN: args.token } },
      child,
    );
    const deployment = new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata,
        spec: {
          replicas: args.replicas,
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
                  command: pulumi
                    .output(args.broken)
                    .apply((broken) =>
                      broken
                        ? ["sh", "-c", "echo the page store cannot be opened; exit 3"]
                        : ["httpd", "-f", "-p", "8080", "-h", "/page"],
                    ),
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
      },
      child,
    );
    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata: { ...metadata, name },
        spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: "http" }] },
      },
      { ...child, dependsOn: [deployment] },
    );
    this.serviceName = service.metadata.name;
    this.registerOutputs({ serviceName: this.serviceName });
  }
}
