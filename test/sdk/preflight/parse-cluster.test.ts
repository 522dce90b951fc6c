import { describe, expect, it } from "vitest";
import {
  parseApiServices,
  parseGroups,
  parsePrometheuses,
  parseResources,
  parseVersion,
} from "../../../sdk/src/preflight/parse-cluster.ts";

describe("parseVersion", () => {
  it.each([
    ["35", 35],
    ["31+", 31],
    ["", undefined],
  ])("reads the minor version '%s'", (minor, expected) => {
    const output = JSON.stringify({ serverVersion: { major: "1", minor, gitVersion: "v1.x" } });
    expect(parseVersion(output)).toEqual({ version: "v1.x", minor: expected });
  });
});

describe("parseApiServices", () => {
  it("reads who serves an API, who manages it, and why it does not answer", () => {
    const output = JSON.stringify({
      items: [
        {
          metadata: {
            name: "v1beta1.custom.metrics.k8s.io",
            labels: { "app.kubernetes.io/managed-by": "Helm" },
            annotations: {
              "meta.helm.sh/release-name": "adapter",
              "meta.helm.sh/release-namespace": "monitoring",
            },
            managedFields: [
              { manager: "kube-apiserver", subresource: "status" },
              { manager: "helm", operation: "Update" },
            ],
          },
          spec: {
            group: "custom.metrics.k8s.io",
            version: "v1beta1",
            service: { name: "adapter", namespace: "monitoring", port: 443 },
          },
          status: {
            conditions: [
              {
                type: "Available",
                status: "False",
                reason: "ServiceNotFound",
                message: 'service/adapter in "monitoring" is not present',
              },
            ],
          },
        },
      ],
    });
    expect(parseApiServices(output)).toEqual([
      {
        name: "v1beta1.custom.metrics.k8s.io",
        group: "custom.metrics.k8s.io",
        service: { namespace: "monitoring", name: "adapter" },
        isAvailable: false,
        message: 'service/adapter in "monitoring" is not present',
        managedBy: "Helm",
        fieldManager: "helm",
        release: { namespace: "monitoring", name: "adapter" },
      },
    ]);
  });

  it("reads one of which little is told, and passes those over that the API server serves itself", () => {
    const output = JSON.stringify({
      items: [
        { metadata: { name: "v1." }, spec: { version: "v1" } },
        { metadata: { name: "v1.apps" }, spec: { group: "apps", service: null } },
        {
          metadata: { name: "v1.a.example.com" },
          spec: { group: "a.example.com", service: { name: "a", namespace: "b" } },
        },
      ],
    });
    expect(parseApiServices(output)).toEqual([
      {
        name: "v1.a.example.com",
        group: "a.example.com",
        service: { namespace: "b", name: "a" },
        isAvailable: false,
        message: undefined,
        managedBy: undefined,
        fieldManager: undefined,
        release: undefined,
      },
    ]);
  });
});

describe("parseGroups and parseResources", () => {
  it("read what discovery tells", () => {
    const groups = [{ name: "apps", versions: [{ groupVersion: "apps/v1", version: "v1" }] }];
    expect(parseGroups(JSON.stringify({ kind: "APIGroupList", groups }))).toEqual(["apps/v1"]);
    const resources = [{ name: "pods/a2a_active_tasks", namespaced: true, verbs: ["get"] }];
    expect(parseResources(JSON.stringify({ resources }))).toEqual(["pods/a2a_active_tasks"]);
  });
});

describe("parsePrometheuses", () => {
  it("tells no selector, which takes nothing, from an empty one, which takes all", () => {
    const output = JSON.stringify({
      items: [
        {
          metadata: { name: "k8s", namespace: "monitoring" },
          spec: {
            routePrefix: "/prometheus/",
            podMonitorSelector: {
              matchLabels: { release: "stack" },
              matchExpressions: [
                { key: "team", operator: "In", values: ["a", "b"] },
                { key: "tier", operator: "Exists" },
              ],
            },
            podMonitorNamespaceSelector: {},
            ruleSelector: {},
          },
        },
        { metadata: { name: "own", namespace: "other" }, spec: { ruleSelector: null } },
      ],
    });
    expect(parsePrometheuses(output)).toEqual([
      {
        namespace: "monitoring",
        name: "k8s",
        routePrefix: "/prometheus",
        podMonitors: {
          requirements: [
            { key: "release", operator: "In", values: ["stack"] },
            { key: "team", operator: "In", values: ["a", "b"] },
            { key: "tier", operator: "Exists", values: [] },
          ],
          ownNamespaceOnly: false,
        },
        rules: { requirements: [], ownNamespaceOnly: true },
      },
      {
        namespace: "other",
        name: "own",
        routePrefix: "",
        podMonitors: { requirements: undefined, ownNamespaceOnly: true },
        rules: { requirements: undefined, ownNamespaceOnly: true },
      },
    ]);
  });
});
