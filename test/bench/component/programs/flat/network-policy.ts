import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { toLabels, toSelector } from "./labels.ts";

/** Lets an agent be called by its namespace, and reach DNS, its siblings and the internet. */
export function createNetworkPolicy(
  name: string,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  new k8s.networking.v1.NetworkPolicy(
    `${name}-network-policy`,
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace, labels: toLabels(name) },
      spec: {
        podSelector: { matchLabels: toSelector(name) },
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            from: [
              { podSelector: {} },
              {
                namespaceSelector: {},
                podSelector: { matchLabels: { [`can-call.berth.dev/${name}`]: "true" } },
              },
              {
                namespaceSelector: {},
                podSelector: { matchLabels: { "berth.dev/discovery": "true" } },
              },
            ],
            ports: [{ protocol: "TCP", port: "a2a" }],
          },
          {
            from: [
              {
                namespaceSelector: {},
                podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
              },
            ],
            ports: [{ protocol: "TCP", port: "metrics" }],
          },
        ],
        egress: [
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
                },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
              },
              { ipBlock: { cidr: "169.254.20.10/32" } },
            ],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { "kubernetes.io/metadata.name": "openshift-dns" },
                },
              },
            ],
            ports: [
              { protocol: "UDP", port: 5353 },
              { protocol: "TCP", port: 5353 },
            ],
          },
          {
            to: [{ podSelector: { matchLabels: toSelector(name) } }],
            ports: [{ protocol: "TCP", port: "a2a" }],
          },
          {
            to: [
              {
                ipBlock: {
                  cidr: "0.0.0.0/0",
                  except: [
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                  ],
                },
              },
              { ipBlock: { cidr: "::/0", except: ["::1/128", "fc00::/7", "fe80::/10"] } },
            ],
            ports: [{ protocol: "TCP", port: 443 }],
          },
        ],
      },
    },
    { parent },
  );
}
