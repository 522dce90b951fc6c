import { describe, expect, it } from "vitest";
import { clusterSubjects } from "./certificates.ts";
import { clusterLayout } from "./layout.ts";

const subjects = clusterSubjects(clusterLayout("a", 1, 2));

function subjectOf(file: string): unknown {
  return subjects.find((subject) => subject.file === file);
}

describe("the certificates of a cluster", () => {
  it("are one for each component that talks to the API server, and one for each node", () => {
    expect(subjects.map(({ file }) => file)).toEqual([
      "kube-apiserver",
      "kube-apiserver-kubelet-client",
      "admin",
      "kube-controller-manager",
      "kube-scheduler",
      "kube-proxy",
      "kube-network-policies",
      "node1",
      "node2",
    ]);
  });

  it("let the API server be called by every name and address that it has", () => {
    expect(subjectOf("kube-apiserver")).toEqual({
      file: "kube-apiserver",
      commonName: "kube-apiserver",
      alternativeNames: [
        "DNS:kubernetes",
        "DNS:kubernetes.default",
        "DNS:kubernetes.default.svc",
        "DNS:kubernetes.default.svc.cluster.local",
        "DNS:localhost",
        "IP:127.0.0.1",
        "IP:198.18.144.1",
        "IP:198.18.1.11",
      ],
      usages: ["serverAuth"],
    });
  });

  it("make a kubelet the node that the Node authorizer knows it as", () => {
    expect(subjectOf("node2")).toEqual({
      file: "node2",
      commonName: "system:node:node2",
      organization: "system:nodes",
      alternativeNames: ["DNS:node2", "IP:127.0.0.1", "IP:198.18.1.12"],
      usages: ["serverAuth", "clientAuth"],
    });
  });

  it("give the rights of everything to nobody but the administrator and the API server", () => {
    const masters = subjects.filter(({ organization }) => organization === "system:masters");
    expect(masters.map(({ file }) => file)).toEqual(["kube-apiserver-kubelet-client", "admin"]);
  });
});
