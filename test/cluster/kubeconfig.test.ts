import { expect, it } from "vitest";
import { buildKubeconfig } from "./kubeconfig.ts";
import { clusterLayout } from "./layout.ts";

it("a kubeconfig carries one user of one cluster with all that a client needs", () => {
  const credentials = {
    authority: Buffer.from("the authority"),
    certificate: Buffer.from("the certificate"),
    key: Buffer.from("the key"),
  };
  expect(buildKubeconfig(clusterLayout("a", 2, 1), "admin", credentials)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "berth-a",
        cluster: {
          server: "https://198.18.2.11:6443",
          "certificate-authority-data": "dGhlIGF1dGhvcml0eQ==",
        },
      },
    ],
    users: [
      {
        name: "admin",
        user: {
          "client-certificate-data": "dGhlIGNlcnRpZmljYXRl",
          "client-key-data": "dGhlIGtleQ==",
        },
      },
    ],
    contexts: [{ name: "berth-a", context: { cluster: "berth-a", user: "admin" } }],
    "current-context": "berth-a",
  });
});
