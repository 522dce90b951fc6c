import { AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import {
  buildProbes,
  buildSidecarProbes,
  type ProbeFacts,
} from "../../../sdk/src/manifests/probes.ts";

const times = { periodSeconds: 7, timeoutSeconds: 4 };

const facts: ProbeFacts = {
  mode: AgentRuntimeMode.None,
  probes: {
    startup: times,
    readiness: { ...times, failureThreshold: 2 },
    liveness: { ...times, failureThreshold: 3 },
  },
  startupFailureThreshold: 301,
};

const card = { path: "/.well-known/agent-card.json", port: "a2a" };

describe("buildProbes", () => {
  it("asks an image without a runtime for its card, and whether it takes connections", () => {
    expect(buildProbes(facts)).toStrictEqual({
      startupProbe: { httpGet: card, ...times, failureThreshold: 301 },
      livenessProbe: { tcpSocket: { port: "a2a" }, ...times, failureThreshold: 3 },
      readinessProbe: { httpGet: card, ...times, failureThreshold: 2 },
    });
  });

  it("asks such an image for the paths that were given", () => {
    const probes = {
      startup: { ...facts.probes.startup, path: "/started" },
      readiness: { ...facts.probes.readiness, path: "/ready" },
      liveness: { ...facts.probes.liveness, path: "/alive" },
    };
    expect(buildProbes({ ...facts, probes })).toStrictEqual({
      startupProbe: {
        httpGet: { path: "/started", port: "a2a" },
        ...times,
        failureThreshold: 301,
      },
      livenessProbe: { httpGet: { path: "/alive", port: "a2a" }, ...times, failureThreshold: 3 },
      readinessProbe: { httpGet: { path: "/ready", port: "a2a" }, ...times, failureThreshold: 2 },
    });
  });

  it("asks a runtime on a port that only the kubelet reaches", () => {
    expect(buildProbes({ ...facts, mode: AgentRuntimeMode.Embedded })).toStrictEqual({
      startupProbe: {
        httpGet: { path: "/readyz", port: "admin" },
        ...times,
        failureThreshold: 301,
      },
      livenessProbe: {
        httpGet: { path: "/livez", port: "admin" },
        ...times,
        failureThreshold: 3,
      },
      readinessProbe: {
        httpGet: { path: "/readyz", port: "admin" },
        ...times,
        failureThreshold: 2,
      },
    });
  });

  it("asks a sidecar whether its agent takes connections: an agent may listen for its pod alone", () => {
    const httpGet = { path: "/upstreamz", port: 9465 };
    expect(buildProbes({ ...facts, mode: AgentRuntimeMode.Sidecar })).toStrictEqual({
      startupProbe: { httpGet, ...times, failureThreshold: 301 },
      livenessProbe: { httpGet, ...times, failureThreshold: 3 },
    });
  });

  it("takes a sidecar for started without its agent, and for ready only with it", () => {
    const alive = { path: "/livez", port: "admin" };
    expect(buildSidecarProbes({ ...facts, mode: AgentRuntimeMode.Sidecar })).toStrictEqual({
      startupProbe: { httpGet: alive, ...times, failureThreshold: 301 },
      livenessProbe: { httpGet: alive, ...times, failureThreshold: 3 },
      readinessProbe: {
        httpGet: { path: "/readyz", port: "admin" },
        ...times,
        failureThreshold: 2,
      },
    });
  });

  it("lets a container fail to start as often as was given, instead of until the deadline", () => {
    const probes = { ...facts.probes, startup: { ...times, failureThreshold: 30 } };
    expect(buildProbes({ ...facts, probes }).startupProbe).toStrictEqual({
      httpGet: card,
      ...times,
      failureThreshold: 30,
    });
  });
});
