import { type AgentArgs, AgentCallers, AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { finding, toDns, toInternet, toTcp } from "../manifests/network-rules.ts";
import { BOTH_ENDS, findOpenEnds, renderPlace } from "./open-ends.ts";

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
    const caller = renderPlace("portal", "web", { ...sidecar, ...toAnalysis });
    const callee = renderPlace("analysis", "data", sidecar);
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
        { namespaceSelector: {}, podSelector: finding },
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
    const caller = renderPlace("portal", "web", { runtime: { mode: from }, ...toAnalysis });
    const callee = renderPlace("analysis", "data", { runtime: { mode: to } });
    expect(findOpenEnds(caller, callee)).toEqual(BOTH_ENDS);
  });

  it.each<[string, AgentArgs["network"], AgentArgs["peers"], string[]]>([
    ["open, where it admits declared callers only", { callers: AgentCallers.Peers }, undefined, []],
    ["open, where it admits the namespace", { callerNamespaces: ["web", "batch"] }, undefined, []],
    ["closed by a peer that admits other ones", { callerNamespaces: [] }, undefined, ["ingress"]],
    ["closed by a caller who does not say where", {}, [{ name: "analysis" }], ["egress"]],
    ["closed by a caller who does not declare it", {}, [], BOTH_ENDS],
  ])("is %s", (_, network, peers = toAnalysis.peers, closed) => {
    const caller = renderPlace("portal", "web", { peers });
    const callee = renderPlace("analysis", "data", network === undefined ? {} : { network });
    expect(findOpenEnds(caller, callee)).toEqual(BOTH_ENDS.filter((end) => !closed.includes(end)));
  });
});
