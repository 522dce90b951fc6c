import { selectorLabels } from "./agent-facts.ts";

// The rules that most policies have.

export const a2a = { protocol: "TCP", port: "a2a" };

export function toTcp(port: number): { protocol: string; port: number } {
  return { protocol: "TCP", port };
}

/** Pods that declare the agent as a peer. */
export const declared = { matchLabels: { "can-call.berth.dev/research": "true" } };

/** Pods that find agents, and call any. */
export const finding = { matchLabels: { "berth.dev/discovery": "true" } };

export const fromPrometheus = {
  from: [
    {
      namespaceSelector: {},
      podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
    },
  ],
  ports: [{ protocol: "TCP", port: "metrics" }],
};

export const toDns = [
  {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
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
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "openshift-dns" } } },
    ],
    ports: [
      { protocol: "UDP", port: 5353 },
      { protocol: "TCP", port: 5353 },
    ],
  },
];

export const toSiblings = { to: [{ podSelector: { matchLabels: selectorLabels } }], ports: [a2a] };

export const toInternet = {
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
  ports: [toTcp(443)],
};
