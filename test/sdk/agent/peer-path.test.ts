import { type AgentArgs, AgentCallers, AgentRuntimeMode, renderManifests } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { toDns, toInternet, toTcp } from "../manifests/network-rules.ts";
import { minimalArgs } from "./settings.ts";

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}

interface Rule {
  from?: PolicyPeer[];
  to?: PolicyPeer[];
  ports: { port: string | number }[];
}

interface PolicyPeer {
  namespaceSelector?: Selector;
  podSelector?: Selector;
}

/** An agent as far as the network knows it. */
interface Place {
  namespace: string;
  labels: Record<string, string>;
  /** The name of its port for A2A, where names lead to it, and the number. */
  ports: (string | number)[];
  policy: { metadata: object; spec: { ingress: Rule[]; egress: Rule[] } };
}

type Manifest = Place["policy"] & {
  kind: string;
  spec: { template: { metadata: { labels: Record<string, string> } } };
};

function render(name: string, namespace: string, args: Partial<AgentArgs>): Place {
  const manifests = renderManifests(name, {
    ...minimalArgs,
    namespace,
    ...args,
  }) as unknown as Manifest[];
  const find = (kind: string): Manifest => {
    const found = manifests.find((manifest) => manifest.kind === kind);
    if (found === undefined) {
      throw new Error(`There is no ${kind}.`);
    }
    return found;
  };
  const { labels } = find("Deployment").spec.template.metadata;
  const isBehind = args.runtime?.mode === AgentRuntimeMode.Sidecar;
  const policy = find("NetworkPolicy");
  return { namespace, labels, ports: isBehind ? [8080] : ["a2a", 8000], policy };
}

function isSelected(labels: Record<string, string>, selector: Selector): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ""))
  );
}

/** What a NetworkPolicy says of one pod, as its documentation tells it. */
function isMeant(peer: PolicyPeer, pod: Place, policyNamespace: string): boolean {
  const { namespaceSelector, podSelector } = peer;
  if (namespaceSelector === undefined && podSelector === undefined) {
    return false;
  }
  const isThere =
    namespaceSelector === undefined
      ? pod.namespace === policyNamespace
      : isSelected({ "kubernetes.io/metadata.name": pod.namespace }, namespaceSelector);
  return isThere && (podSelector === undefined || isSelected(pod.labels, podSelector));
}

function isOpen(
  rules: readonly Rule[],
  pod: Place,
  policyNamespace: string,
  ports: Place["ports"],
): boolean {
  return rules.some(
    (rule) =>
      (rule.from ?? rule.to ?? []).some((peer) => isMeant(peer, pod, policyNamespace)) &&
      rule.ports.some(({ port }) => ports.includes(port)),
  );
}

/** Which ends of the way from one agent to another their policies open. */
function findOpenEnds(caller: Place, callee: Place): string[] {
  const isOut = isOpen(caller.policy.spec.egress, callee, caller.namespace, callee.ports);
  const isIn = isOpen(callee.policy.spec.ingress, caller, callee.namespace, callee.ports);
  return [...(isOut ? ["egress"] : []), ...(isIn ? ["ingress"] : [])];
}

const BOTH_ENDS = ["egress", "ingress"];

const toAnalysis = { peers: [{ name: "analysis", namespace: "data" }] };

const analysisPods = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "data" } },
  podSelector: {
    matchLabels: { "app.kubernetes.io/name": "analysis", "app.kubernetes.io/component": "agent" },
  },
};

describe("the way to a peer in another namespace", () => {
  it("is opened by the policies of both, whole", () => {
    const sidecar = { runtime: { mode: AgentRuntimeMode.Sidecar } };
    const caller = render("portal", "web", { ...sidecar, ...toAnalysis });
    const callee = render("analysis", "data", sidecar);
    const own = { podSelector: { matchLabels: expect.any(Object) as unknown } };
    const prometheus = {
      from: [
        {
          namespaceSelector: {},
          podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
        },
      ],
      ports: [toTcp(9464)],
    };
    const admits = (name: string) => ({
      from: [
        { podSelector: {} },
        {
          namespaceSelector: {},
          podSelector: { matchLabels: { [`can-call.berth.dev/${name}`]: "true" } },
        },
      ],
      ports: [toTcp(8080)],
    });
    expect(caller.policy.spec).toStrictEqual({
      podSelector: own.podSelector,
      policyTypes: ["Ingress", "Egress"],
      ingress: [admits("portal"), prometheus],
      egress: [
        ...toDns,
        { to: [own, analysisPods], ports: [{ protocol: "TCP", port: "a2a" }, toTcp(8080)] },
        toInternet,
      ],
    });
    expect(callee.policy.spec).toStrictEqual({
      podSelector: own.podSelector,
      policyTypes: ["Ingress", "Egress"],
      ingress: [admits("analysis"), prometheus],
      egress: [...toDns, { to: [own], ports: [toTcp(8080)] }, toInternet],
    });
    expect(caller.labels).toHaveProperty(["can-call.berth.dev/analysis"], "true");
    expect(findOpenEnds(caller, callee)).toEqual(BOTH_ENDS);
    // It is no way back.
    expect(findOpenEnds(callee, caller)).toEqual([]);
  });

  it.each(
    Object.values(AgentRuntimeMode).flatMap((from) =>
      Object.values(AgentRuntimeMode).map((to) => [from, to]),
    ),
  )("is open from an agent in the mode %s to one in the mode %s", (from, to) => {
    const caller = render("portal", "web", { runtime: { mode: from }, ...toAnalysis });
    const callee = render("analysis", "data", { runtime: { mode: to } });
    expect(findOpenEnds(caller, callee)).toEqual(BOTH_ENDS);
  });

  it.each<[string, AgentArgs["network"], AgentArgs["peers"], string[]]>([
    ["open, where it admits declared callers only", { callers: AgentCallers.Peers }, undefined, []],
    ["open, where it admits the namespace", { callerNamespaces: ["web", "batch"] }, undefined, []],
    ["closed by a peer that admits other ones", { callerNamespaces: [] }, undefined, ["ingress"]],
    ["closed by a caller who does not say where", {}, [{ name: "analysis" }], ["egress"]],
    ["closed by a caller who does not declare it", {}, [], BOTH_ENDS],
  ])("is %s", (_, network, peers = toAnalysis.peers, closed) => {
    const caller = render("portal", "web", { peers });
    const callee = render("analysis", "data", network === undefined ? {} : { network });
    expect(findOpenEnds(caller, callee)).toEqual(BOTH_ENDS.filter((end) => !closed.includes(end)));
  });
});
