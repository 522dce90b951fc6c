import {
  Agent,
  type AgentArgs,
  AgentCallers,
  type AgentDiscoveryArgs,
  AgentRuntimeMode,
  renderManifests,
} from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { a2a, toDns, toInternet, toSiblings, toTcp } from "../manifests/network-rules.ts";
import { recordResources } from "../record-resources.ts";
import { BOTH_ENDS, findOpenEnds, renderPlace } from "./open-ends.ts";
import { args, recordAgent } from "./record-agent.ts";

const VARIABLE = "A2A_DISCOVERY_NAMESPACES";
const LABEL = "berth.dev/discovery";

const labels = {
  "app.kubernetes.io/name": "research",
  "app.kubernetes.io/component": "agent",
  "app.kubernetes.io/version": "1.4.0",
  "app.kubernetes.io/managed-by": "berth",
};

const RULES = [
  { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
  {
    apiGroups: ["discovery.k8s.io"],
    resources: ["endpointslices"],
    verbs: ["get", "list", "watch"],
  },
];

const toApiServer = {
  to: [
    { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
    { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
  ],
  ports: [443, 6443, 8443, 16443].map(toTcp),
};

/** What lets an agent out to those that it finds. */
function toFound(selector: object): object {
  const found = { ...selector, podSelector: { matchLabels: { protocol: "a2a" } } };
  return { to: [...toSiblings.to, found], ports: [a2a, toTcp(8080)] };
}

/** The objects of an agent by their kinds: those of one kind in their order. */
function render(more: Partial<AgentArgs>): (kind: string) => Record<string, unknown>[] {
  const manifests = renderManifests("research", { ...args, ...more });
  return (kind) => manifests.filter((manifest) => manifest.kind === kind);
}

function findPolicy(more: Partial<AgentArgs>): { ingress: unknown[]; egress: unknown[] } {
  const [policy] = render(more)("NetworkPolicy");
  return policy?.["spec"] as { ingress: unknown[]; egress: unknown[] };
}

interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: { automountServiceAccountToken: boolean };
}

async function recordPods(discovery?: AgentDiscoveryArgs) {
  const { find, template } = await recordAgent({ ...args, ...(discovery && { discovery }) });
  const { metadata, spec } = template as unknown as PodTemplate;
  return {
    namespaces: find(VARIABLE)?.value,
    label: metadata.labels[LABEL],
    hasToken: spec.automountServiceAccountToken,
  };
}

describe("an Agent that finds the agents of its own namespace", () => {
  it("may read Services and EndpointSlices there, by its own Role, and nothing else", () => {
    const find = render({ discovery: {} });
    expect(find("Role")).toEqual([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "research", namespace: "agents", labels },
        rules: RULES,
      },
    ]);
    expect(find("RoleBinding")).toHaveLength(1);
  });

  it("keeps the rights that it has besides", () => {
    const own = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
    const [role] = render({ discovery: {}, serviceAccount: { rules: [own] } })("Role");
    expect(role?.["rules"]).toEqual([own, ...RULES]);
  });

  it("has a token, is told where to look, and carries the label that lets it in", async () => {
    expect(await recordPods({})).toEqual({ namespaces: "agents", label: "true", hasToken: true });
    expect(await recordPods()).toEqual({
      namespaces: undefined,
      label: undefined,
      hasToken: false,
    });
  });

  it("is told where to look once its namespace is known", async () => {
    const { find } = await recordAgent({
      ...args,
      namespace: pulumi.output("agents-dev"),
      discovery: {},
    });
    expect(find(VARIABLE)?.value).toBe("agents-dev");
  });

  it("reaches the API server and every agent there, and who reaches it is as before", () => {
    const policy = findPolicy({ discovery: {} });
    expect(policy.egress).toEqual([...toDns, toFound({}), toInternet, toApiServer]);
    expect(policy.ingress).toEqual(findPolicy({}).ingress);
  });
});

describe("an Agent that finds the agents of namespaces", () => {
  const discovery = { namespaces: ["tools", "data"] };

  it("may read there, by a Role in each that is its own alone, and not in its own namespace", () => {
    const find = render({ discovery });
    const name = "agents.research.discovery";
    expect(find("Role")).toEqual(
      discovery.namespaces.map((namespace) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name, namespace, labels },
        rules: RULES,
      })),
    );
    expect(find("RoleBinding")).toEqual(
      discovery.namespaces.map((namespace) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name, namespace, labels },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ kind: "ServiceAccount", name: "research", namespace: "agents" }],
      })),
    );
  });

  it("has a token, is told where to look, and carries the label that lets it in", async () => {
    expect(await recordPods(discovery)).toEqual({
      namespaces: "tools,data",
      label: "true",
      hasToken: true,
    });
  });

  it("reaches every agent of these namespaces", () => {
    const values = discovery.namespaces;
    expect(findPolicy({ discovery }).egress).toEqual([
      ...toDns,
      toFound({
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values }],
        },
      }),
      toInternet,
      toApiServer,
    ]);
  });

  it("makes the rights as children that its pods wait for, with the stack in their names", async () => {
    const { registrations, resources } = await recordResources(() => {
      new Agent("research", { ...args, namespace: pulumi.output("agents"), discovery });
    });
    const rights = resources.filter(({ name }) => name.includes("-discovery-"));
    expect(rights.map(({ name, type }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:rbac.authorization.k8s.io/v1:Role research-discovery-role-data",
      "kubernetes:rbac.authorization.k8s.io/v1:Role research-discovery-role-tools",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding research-discovery-role-binding-data",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding research-discovery-role-binding-tools",
    ]);
    for (const { inputs } of rights) {
      expect(inputs["metadata"]).toMatchObject({ name: "agents.research.dev.discovery" });
    }
    const findDependencies = (child: string) =>
      registrations.find(({ name }) => name === child)?.dependencies;
    expect(findDependencies("research-discovery-role-binding-data")).toEqual([
      "research-discovery-role-data",
    ]);
    expect(findDependencies("research-deployment")).toEqual(
      expect.arrayContaining([
        "research-discovery-role-binding-data",
        "research-discovery-role-binding-tools",
      ]),
    );
  });

  it("lets a patch change them", () => {
    const find = render({
      discovery,
      patch: (manifest) => ({
        ...manifest,
        metadata: { ...(manifest.metadata as object), annotations: { team: "data" } },
      }),
    });
    for (const manifest of [...find("Role"), ...find("RoleBinding")]) {
      expect(manifest["metadata"]).toMatchObject({ annotations: { team: "data" } });
    }
  });
});

describe("an Agent that finds the agents of the cluster", () => {
  const discovery = { allNamespaces: true };

  it("may read everywhere, by a ClusterRole of its own", () => {
    const find = render({ discovery });
    const name = "agents.research.discovery";
    expect(find("ClusterRole")).toEqual([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name, labels },
        rules: RULES,
      },
    ]);
    expect(find("ClusterRoleBinding")).toEqual([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name, labels },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
        subjects: [{ kind: "ServiceAccount", name: "research", namespace: "agents" }],
      },
    ]);
    expect([...find("Role"), ...find("RoleBinding")]).toEqual([]);
  });

  it("is told so, and reaches every agent", async () => {
    expect(await recordPods(discovery)).toEqual({ namespaces: "*", label: "true", hasToken: true });
    expect(findPolicy({ discovery }).egress).toEqual([
      ...toDns,
      toFound({ namespaceSelector: {} }),
      toInternet,
      toApiServer,
    ]);
  });
});

const peersOnly = { callers: AgentCallers.Peers };

describe("the way to an agent that is found", () => {
  it.each<[string, AgentDiscoveryArgs, AgentArgs["network"], string[]]>([
    ["in a namespace that is looked at", { namespaces: ["web", "data"] }, {}, BOTH_ENDS],
    ["anywhere, where all are looked at", { allNamespaces: true }, {}, BOTH_ENDS],
    ["that admits peers alone", { namespaces: ["data"] }, peersOnly, BOTH_ENDS],
    [
      "that admits the namespace",
      { namespaces: ["data"] },
      { callerNamespaces: ["web"] },
      BOTH_ENDS,
    ],
    ["that admits other ones", { namespaces: ["data"] }, { callerNamespaces: ["x"] }, ["egress"]],
    ["that wants no such callers", { namespaces: ["data"] }, { discovery: false }, ["egress"]],
    ["in a namespace that is not looked at", { namespaces: ["tools"] }, {}, ["ingress"]],
    ["in a namespace that is not its own", {}, {}, ["ingress"]],
  ])("%s has these ends open", (_, discovery, network, ends) => {
    const caller = renderPlace("planner", "web", { discovery });
    const callee = renderPlace("analysis", "data", network === undefined ? {} : { network });
    expect(findOpenEnds(caller, callee)).toEqual(ends);
    expect(findOpenEnds(callee, caller)).toEqual([]);
  });

  it.each(Object.values(AgentRuntimeMode))(
    "is open within the namespace to one in the mode %s that admits peers alone",
    (mode) => {
      const callee = renderPlace("analysis", "web", { runtime: { mode }, network: peersOnly });
      const isOpenTo = (more: Partial<AgentArgs>) =>
        findOpenEnds(renderPlace("planner", "web", more), callee);
      expect(isOpenTo({ discovery: {} })).toEqual(BOTH_ENDS);
      expect(isOpenTo({})).toEqual([]);
    },
  );
});

describe("a directory", () => {
  it("is the image of the runtime, told what to do by arguments", () => {
    const [deployment] = render({ discovery: {}, args: ["serve-discovery", "$(MORE)"] })(
      "Deployment",
    );
    expect(deployment).toMatchObject({
      spec: { template: { spec: { containers: [{ args: ["serve-discovery", "$(MORE)"] }] } } },
    });
    const [other] = render({ discovery: {} })("Deployment");
    expect(JSON.stringify(other)).not.toContain('"args"');
  });
});
