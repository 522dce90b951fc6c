import { expect, it } from "vitest";
import { buildNamespace } from "../../../sdk/src/manifests/namespace.ts";

it("builds a Namespace that refuses, records and warns of pods that are not restricted", () => {
  expect(buildNamespace({ name: "agents-dev", labels: { team: "search" } })).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "agents-dev",
      labels: {
        team: "search",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    },
  });
});

it("lets no given label weaken Pod Security", () => {
  const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
  expect(buildNamespace({ name: "agents", labels }).metadata).toMatchObject({
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  });
});
