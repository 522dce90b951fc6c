import { describe, expect, it } from "vitest";
import { buildIngress } from "../../../sdk/src/manifests/ingress.ts";
import { objectFacts } from "./agent-facts.ts";

const facts = {
  ...objectFacts,
  hostname: "research.example.com",
  ingress: { annotations: {} },
  serviceName: "research",
};

const annotations = {
  "pulumi.com/skipAwait": "true",
  "nginx.ingress.kubernetes.io/proxy-buffering": "off",
  "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
  "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
};

const rules = [
  {
    host: "research.example.com",
    http: {
      paths: [
        {
          path: "/",
          pathType: "Prefix",
          backend: { service: { name: "research", port: { name: "a2a" } } },
        },
      ],
    },
  },
];

describe("buildIngress", () => {
  it("builds an Ingress of the cluster's class that leads every path of a host to the Service", () => {
    expect(buildIngress(facts)).toStrictEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { ...objectFacts, annotations },
      spec: { rules },
    });
  });

  it("has the class and the certificate that were given", () => {
    const ingress = { className: "nginx", tlsSecretName: "research-tls", annotations: {} };
    expect(buildIngress({ ...facts, ingress }).spec).toEqual({
      ingressClassName: "nginx",
      tls: [{ hosts: ["research.example.com"], secretName: "research-tls" }],
      rules,
    });
  });

  it("lets given annotations win, since only the user knows the controller", () => {
    const given = {
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "60",
      "cert-manager.io/cluster-issuer": "public",
    };
    expect(buildIngress({ ...facts, ingress: { annotations: given } }).metadata).toEqual({
      ...objectFacts,
      annotations: { ...annotations, ...given },
    });
  });
});
