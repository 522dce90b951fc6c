import { describe, expect, it } from "vitest";
import { mergeManifest } from "../../sdk/src/strategic-merge.ts";

const agent = {
  name: "agent",
  image: "registry.example.com/research:1",
  args: ["serve"],
  ports: [
    { name: "a2a", containerPort: 8000, protocol: "TCP" },
    { name: "metrics", containerPort: 9464, protocol: "TCP" },
  ],
  env: [
    { name: "AGENT_URL", value: "http://research" },
    { name: "KEY", valueFrom: { secretKeyRef: { name: "llm", key: "openai" } } },
  ],
};

const podSpec = {
  securityContext: { runAsNonRoot: true, runAsUser: 10001 },
  tolerations: [{ key: "a", operator: "Exists" }],
  topologySpreadConstraints: [
    { topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
  ],
  containers: [agent],
  volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
};

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "research", labels: { app: "research", protocol: "a2a" } },
  spec: { replicas: 2, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%" } } },
};

/** The pod that a part of a pod is merged into. */
function mergePod(override: object): unknown {
  const whole = { ...deployment, spec: { template: { spec: podSpec } } };
  return mergeManifest(whole, { spec: { template: { spec: override } } }).spec.template.spec;
}

describe("an object", () => {
  it("is merged member by member, and null removes", () => {
    const override = {
      metadata: { labels: { protocol: null, team: "search" }, annotations: { "a/b": "c" } },
      spec: { replicas: 3, strategy: { rollingUpdate: null, type: "Recreate" }, paused: undefined },
    };
    expect(mergeManifest(deployment, override)).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "research",
        labels: { app: "research", team: "search" },
        annotations: { "a/b": "c" },
      },
      spec: { replicas: 3, strategy: { type: "Recreate" } },
    });
  });

  it("is there with what null does not remove, where there was none", () => {
    const merged = mergeManifest(deployment, { spec: { template: { a: null, b: { c: null } } } });
    expect(merged.spec).toEqual({ ...deployment.spec, template: { b: {} } });
  });

  it("is replaced by $patch: replace and emptied by $patch: delete", () => {
    const { spec } = deployment;
    const replaced = { spec: { strategy: { $patch: "replace", type: "Recreate" } } };
    expect(mergeManifest(deployment, replaced).spec).toEqual({
      ...spec,
      strategy: { type: "Recreate" },
    });
    const emptied = { spec: { strategy: { $patch: "delete" }, template: { $patch: "delete" } } };
    expect(mergeManifest(deployment, emptied).spec).toEqual({ ...spec, strategy: {} });
  });

  it("is merged without a prototype too, as some parsers make it", () => {
    const labels = Object.assign(Object.create(null) as object, { team: "search" });
    expect(mergeManifest(deployment, { metadata: { labels } }).metadata.labels).toEqual({
      ...deployment.metadata.labels,
      team: "search",
    });
  });

  it("keeps of its members those that $retainKeys names", () => {
    const override = { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } };
    expect(mergeManifest(deployment, override).spec.strategy).toEqual({ type: "Recreate" });
  });
});

describe("a list whose elements are told apart", () => {
  it("keeps its order, and new elements come last", () => {
    const override = {
      containers: [
        { name: "proxy", image: "registry.example.com/proxy:1" },
        {
          name: "agent",
          env: [
            { name: "NEW", value: "1" },
            { name: "AGENT_URL", value: "other" },
          ],
        },
      ],
    };
    expect(mergePod(override)).toEqual({
      ...podSpec,
      containers: [
        {
          ...agent,
          env: [{ name: "AGENT_URL", value: "other" }, agent.env[1], { name: "NEW", value: "1" }],
        },
        { name: "proxy", image: "registry.example.com/proxy:1" },
      ],
    });
  });

  it("loses an element by $patch: delete, and all others by $patch: replace", () => {
    const deleted = {
      containers: [
        {
          name: "agent",
          env: [
            { name: "KEY", $patch: "delete" },
            { name: "NOBODY", $patch: "delete" },
          ],
        },
      ],
    };
    expect(mergePod(deleted)).toEqual({
      ...podSpec,
      containers: [{ ...agent, env: [agent.env[0]] }],
    });
    const replaced = { volumes: [{ name: "cache", emptyDir: {} }, { $patch: "replace" }] };
    expect(mergePod(replaced)).toEqual({ ...podSpec, volumes: [{ name: "cache", emptyDir: {} }] });
  });

  it("has a value from elsewhere once null removes the one there is", () => {
    const secretKeyRef = { name: "urls", key: "research" };
    const env = [{ name: "AGENT_URL", value: null, valueFrom: { secretKeyRef } }];
    expect(mergePod({ containers: [{ name: "agent", env }] })).toEqual({
      ...podSpec,
      containers: [
        { ...agent, env: [{ name: "AGENT_URL", valueFrom: { secretKeyRef } }, agent.env[1]] },
      ],
    });
  });

  it("takes a port of another protocol for another port, and one without for TCP", () => {
    const ports = [
      { containerPort: 8000, protocol: "UDP" },
      { containerPort: 9464, name: "m" },
    ];
    expect(mergePod({ containers: [{ name: "agent", ports }] })).toEqual({
      ...podSpec,
      containers: [
        {
          ...agent,
          ports: [
            agent.ports[0],
            { name: "m", containerPort: 9464, protocol: "TCP" },
            { containerPort: 8000, protocol: "UDP" },
          ],
        },
      ],
    });
  });

  it.each([
    ["containers", "name", { name: "b" }],
    ["initContainers", "name", { name: "b" }],
    ["ephemeralContainers", "name", { name: "b" }],
    ["volumes", "name", { name: "b" }],
    ["imagePullSecrets", "name", { name: "b" }],
    ["hostAliases", "ip", { ip: "b" }],
    ["topologySpreadConstraints", "topologyKey", { topologyKey: "b" }],
    ["schedulingGates", "name", { name: "b" }],
    ["resourceClaims", "name", { name: "b" }],
  ])("is told by Kubernetes: %s of a pod by %s", (list, key, added) => {
    const there = { [key]: "a", other: 1 };
    const manifest = { kind: "Deployment", spec: { template: { spec: { [list]: [there] } } } };
    const override = { spec: { template: { spec: { [list]: [{ [key]: "a", more: 2 }, added] } } } };
    expect(mergeManifest(manifest, override).spec.template.spec).toEqual({
      [list]: [{ ...there, more: 2 }, added],
    });
  });

  it.each([
    ["Deployment", { spec: { template: { spec: { containers: [{ name: "a", x: [1] }] } } } }],
    ["Service", { spec: { ports: [{ port: 8000, x: [1] }] } }],
    ["ServiceAccount", { secrets: [{ name: "a", x: [1] }] }],
    ["HTTPRoute", { metadata: { ownerReferences: [{ uid: "a", x: [1] }] } }],
  ])("is merged in a %s", (kind, there) => {
    const text = JSON.stringify(there);
    const override = JSON.parse(text.replace(`"x":[1]`, `"y":2`)) as object;
    const merged = JSON.parse(text.replace(`"x":[1]`, `"x":[1],"y":2`)) as object;
    expect(mergeManifest({ kind, ...there }, override)).toEqual({ kind, ...merged });
  });

  it("is a set where its elements are plain: finalizers", () => {
    const manifest = { kind: "Service", metadata: { finalizers: ["a", "b"] } };
    expect(mergeManifest(manifest, { metadata: { finalizers: ["c", "a"] } }).metadata).toEqual({
      finalizers: ["a", "b", "c"],
    });
  });
});

describe("any other list", () => {
  it("keeps null as an element, which is no member to remove", () => {
    const merged = mergeManifest({ kind: "PodMonitor", spec: {} }, { spec: { list: ["a", null] } });
    expect(merged.spec).toEqual({ list: ["a", null] });
  });

  it("is replaced: arguments, tolerations, and the ports of what is no Service", () => {
    const override = {
      tolerations: [{ key: "b" }],
      containers: [{ name: "agent", args: ["proxy"] }],
    };
    expect(mergePod(override)).toEqual({
      ...podSpec,
      tolerations: [{ key: "b" }],
      containers: [{ ...agent, args: ["proxy"] }],
    });
    const monitor = {
      kind: "PodMonitor",
      spec: { ports: [{ port: "metrics", path: "/metrics" }] },
    };
    expect(mergeManifest(monitor, { spec: { ports: [{ port: "metrics" }] } }).spec).toEqual({
      ports: [{ port: "metrics" }],
    });
  });
});
