import { AgentRuntimeMode } from "@berth/berth";
import { toDrainSchedule } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { buildDeployment } from "../../../sdk/src/manifests/deployment.ts";
import { deploymentFacts, objectFacts, selectorLabels, sidecarFacts } from "./agent-facts.ts";

/** What a Deployment has in every mode. */
const securityContext = {
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  fsGroup: 10001,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

/** The parts of a Deployment that a sidecar is in, as they are without Outputs. */
interface Deployment {
  spec: { template: { spec: { initContainers?: unknown; containers: [Record<string, unknown>] } } };
}

describe("buildDeployment", () => {
  it("builds a Deployment that Pod Security admits and that rolls and drains without a gap", () => {
    expect(buildDeployment(deploymentFacts)).toStrictEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        ...objectFacts,
        annotations: { "pulumi.com/timeoutSeconds": "1260", "pulumi.com/patchForce": "true" },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: selectorLabels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
        minReadySeconds: 10,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: { "app.kubernetes.io/name": "research", protocol: "a2a" } },
          spec: {
            serviceAccountName: "research",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 120,
            dnsConfig: { options: [{ name: "ndots", value: "3" }] },
            securityContext,
            affinity: {
              podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  {
                    weight: 100,
                    podAffinityTerm: {
                      labelSelector: { matchLabels: selectorLabels },
                      topologyKey: "kubernetes.io/hostname",
                    },
                  },
                ],
              },
            },
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: selectorLabels },
                matchLabelKeys: ["pod-template-hash"],
              },
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: selectorLabels },
                matchLabelKeys: ["pod-template-hash"],
              },
            ],
            containers: [
              {
                name: "agent",
                image: "registry.example.com/research:1.2.0",
                ports: [
                  { name: "a2a", containerPort: 8000, protocol: "TCP" },
                  { name: "metrics", containerPort: 9464, protocol: "TCP" },
                  { name: "admin", containerPort: 9465, protocol: "TCP" },
                ],
                env: expect.any(Array) as unknown,
                resources: {
                  requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "64Mi" },
                  limits: { cpu: "1000m", memory: "1Gi", "ephemeral-storage": "512Mi" },
                },
                volumeMounts: [
                  { name: "card", mountPath: "/etc/a2a", readOnly: true },
                  { name: "tmp", mountPath: "/tmp" },
                ],
                startupProbe: {
                  httpGet: { path: "/readyz", port: "admin" },
                  periodSeconds: 2,
                  timeoutSeconds: 3,
                  failureThreshold: 301,
                },
                livenessProbe: {
                  httpGet: { path: "/livez", port: "admin" },
                  periodSeconds: 10,
                  timeoutSeconds: 5,
                  failureThreshold: 6,
                },
                readinessProbe: {
                  httpGet: { path: "/readyz", port: "admin" },
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 2,
                },
                lifecycle: { preStop: { sleep: { seconds: 3 } } },
                terminationMessagePolicy: "FallbackToLogsOnError",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                  seccompProfile: { type: "RuntimeDefault" },
                },
              },
            ],
            volumes: [
              {
                name: "card",
                configMap: {
                  name: "research-card-0123abcd",
                  items: [{ key: "card.json", path: "card.json" }],
                },
              },
              { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
            ],
          },
        },
      },
    });
  });

  it("builds pods of any image without a runtime: the card is the probe, and nothing is mounted", () => {
    const facts = { ...deploymentFacts, mode: AgentRuntimeMode.None, port: 8080 };
    expect(buildDeployment(facts)).toMatchObject({
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: 120,
            securityContext,
            containers: [
              {
                ports: [{ name: "a2a", containerPort: 8080, protocol: "TCP" }],
                volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
                startupProbe: {
                  httpGet: { path: "/.well-known/agent-card.json", port: "a2a" },
                  periodSeconds: 2,
                  timeoutSeconds: 3,
                  failureThreshold: 301,
                },
                livenessProbe: {
                  tcpSocket: { port: "a2a" },
                  periodSeconds: 10,
                  timeoutSeconds: 5,
                  failureThreshold: 6,
                },
                readinessProbe: {
                  httpGet: { path: "/.well-known/agent-card.json", port: "a2a" },
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 2,
                },
                lifecycle: { preStop: { sleep: { seconds: 5 } } },
              },
            ],
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
          },
        },
      },
    });
  });

  it("puts a sidecar in front of any image, which drains before the agent hears of its end", () => {
    const { spec, ...deployment } = buildDeployment(deploymentFacts) as unknown as Deployment;
    const [container] = spec.template.spec.containers;
    const { livenessProbe, readinessProbe, startupProbe, ...withoutProbes } = container;
    const isBehind = { httpGet: { path: "/upstreamz", port: 9465 } };
    const isAlive = { httpGet: { path: "/livez", port: "admin" } };
    const { initContainers, ...podSpec } = (buildDeployment(sidecarFacts) as unknown as Deployment)
      .spec.template.spec;
    expect(readinessProbe).toBeDefined();
    expect(initContainers).toStrictEqual([
      {
        name: "runtime",
        image: "registry.example.com/agent-runtime:1.0.0",
        args: ["proxy"],
        ports: [
          { name: "a2a", containerPort: 8080, protocol: "TCP" },
          { name: "metrics", containerPort: 9464, protocol: "TCP" },
          { name: "admin", containerPort: 9465, protocol: "TCP" },
        ],
        env: expect.any(Array) as unknown,
        resources: {
          requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
          limits: { memory: "256Mi", "ephemeral-storage": "512Mi" },
        },
        restartPolicy: "Always",
        volumeMounts: [{ name: "card", mountPath: "/etc/a2a", readOnly: true }],
        startupProbe: { ...(startupProbe as object), ...isAlive },
        livenessProbe,
        readinessProbe,
        terminationMessagePolicy: "FallbackToLogsOnError",
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    ]);
    expect(podSpec).toStrictEqual({
      ...spec.template.spec,
      containers: [
        {
          ...withoutProbes,
          ports: [{ name: "agent", containerPort: 8000, protocol: "TCP" }],
          env: expect.any(Array) as unknown,
          startupProbe: { ...(startupProbe as object), ...isBehind },
          livenessProbe: { ...(livenessProbe as object), ...isBehind },
          lifecycle: { preStop: { httpGet: { path: "/drain", port: 9465 } } },
        },
      ],
    });
    const made = buildDeployment(sidecarFacts) as unknown as Deployment;
    expect({ ...made, spec: { ...made.spec, template: spec.template } }).toStrictEqual({
      ...deployment,
      spec,
    });
  });

  it("has a sidecar that drains without an accept window too: the hook is how it hears of the end", () => {
    const drain = toDrainSchedule({ acceptWindowSeconds: 0 });
    expect(JSON.stringify(buildDeployment({ ...sidecarFacts, drain }))).toContain(
      '"lifecycle":{"preStop":{"httpGet":{"path":"/drain","port":9465}}}',
    );
  });

  it("leaves the number of pods to a scaler, and takes it from none: the field is the scaler's", () => {
    const facts = { ...deploymentFacts, replicas: undefined, scaling: { minReplicas: 2 } };
    const { metadata, spec } = buildDeployment(facts);
    expect(metadata).toStrictEqual({
      ...objectFacts,
      annotations: { "pulumi.com/timeoutSeconds": "1260" },
    });
    expect(spec).not.toHaveProperty("replicas");
    expect(spec).toHaveProperty("minReadySeconds", 10);
  });

  it("gives a pod the time that its drain takes", () => {
    const drain = toDrainSchedule({
      maxTaskSeconds: 600,
      acceptWindowSeconds: 20,
      marginSeconds: 30,
    });
    expect(buildDeployment({ ...deploymentFacts, drain })).toMatchObject({
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: 650,
            containers: [{ lifecycle: { preStop: { sleep: { seconds: 18 } } } }],
          },
        },
      },
    });
  });

  it("lets the kubelet sleep through the whole accept window where no runtime takes its end over", () => {
    const facts = { ...deploymentFacts, mode: AgentRuntimeMode.None };
    expect(JSON.stringify(buildDeployment(facts))).toContain(
      '"lifecycle":{"preStop":{"sleep":{"seconds":5}}}',
    );
  });

  it("has no hook when the process has the whole accept window: older clusters refuse to sleep for 0 s", () => {
    const drain = toDrainSchedule({ acceptWindowSeconds: 2 });
    const spec = JSON.stringify(buildDeployment({ ...deploymentFacts, drain }));
    expect(spec).not.toContain("lifecycle");
    expect(JSON.stringify(buildDeployment(deploymentFacts))).toContain("lifecycle");
  });
});
