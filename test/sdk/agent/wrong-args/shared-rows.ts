import type { SHARED_RULES } from "../../../../sdk/src/agent/rules/shared-rules.ts";
import { COUNT_ROWS } from "./count-rows.ts";
import { withSidecar, type WrongArgs, wrong } from "./row.ts";

/** Values that are wrong wherever they are. */
export const SHARED_ROWS: Record<keyof typeof SHARED_RULES, WrongArgs[]> = {
  cidr: [
    wrong(
      "an address where a block belongs",
      { network: { allowFrom: [{ cidr: "10.1.2.4" }], allowTo: [{ cidr: "10.1.2.3" }] } },
      "'network.allowFrom[0].cidr' (10.1.2.4) must be a block of addresses, such as '10.1.2.0/24' or 'fd00:1::/48'.",
      "'network.allowTo[0].cidr' (10.1.2.3) must be a block of addresses, such as '10.1.2.0/24' or 'fd00:1::/48'.",
    ),
    wrong(
      "a block that is longer than its addresses",
      { network: { allowTo: [{ cidr: "10.1.2.0/33" }] } },
      "'network.allowTo[0].cidr' (10.1.2.0/33) must be a block of addresses, such as '10.1.2.0/24' or 'fd00:1::/48'.",
    ),
  ],
  count: COUNT_ROWS,
  dataKey: [
    wrong(
      "keys that are folders",
      {
        secrets: [
          { env: "KEY", secretName: "llm", key: "." },
          { env: "OTHER", secretName: "llm", key: "..data" },
        ],
      },
      "'secrets[0].key' (.) must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.",
      "'secrets[1].key' (..data) must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.",
    ),
    wrong(
      "a key that no Secret has",
      { secrets: [{ env: "KEY", secretName: "llm", key: "open ai" }] },
      "'secrets[0].key' (open ai) must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.",
    ),
    wrong(
      "a caller's key that no Secret has",
      { auth: { apiKeys: [{ name: "billing", secretName: "callers", key: "a/b" }] } },
      "'auth.apiKeys[0].key' (a/b) must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.",
    ),
  ],
  dnsLabel: [
    wrong(
      "a namespace that is no DNS label",
      { namespace: "My Namespace" },
      "'namespace' (My Namespace) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
    ),
    wrong(
      "a peer that is no DNS label",
      { peers: [{ name: "My Peer" }] },
      "'peers[0].name' (My Peer) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
    ),
    wrong(
      "namespaces of callers, pods and a Gateway that are no DNS labels",
      {
        network: { callerNamespaces: ["a_b"], allowFrom: [{ namespace: "A" }] },
        exposure: { hostname: "a.example.com", gateway: { name: "main", namespace: "-" } },
      },
      "'network.callerNamespaces[0]' (a_b) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
      "'network.allowFrom[0].namespace' (A) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
      "'exposure.gateway.namespace' (-) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
    ),
  ],
  dnsSubdomain: [
    wrong(
      "a Secret with a name that none has",
      { secrets: [{ env: "KEY", secretName: "LLM", key: "openai" }] },
      "'secrets[0].secretName' (LLM) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
    ),
    wrong(
      "names of other objects that none has",
      {
        envFrom: [{ configMapName: "My Settings" }],
        auth: { apiKeys: [{ name: "billing", secretName: "Callers", key: "billing" }] },
        pod: {
          priorityClassName: "High",
          runtimeClassName: "g_visor",
          imagePullSecrets: ["Registry"],
        },
      },
      "'envFrom[0].configMapName' (My Settings) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
      "'pod.priorityClassName' (High) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
      "'pod.runtimeClassName' (g_visor) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
      "'pod.imagePullSecrets[0]' (Registry) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
      "'auth.apiKeys[0].secretName' (Callers) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
    ),
    wrong(
      "a Gateway with a name that none has",
      {
        exposure: {
          hostname: "agents.example.com",
          gateway: { name: "Main", sectionName: "HTTPS" },
        },
      },
      "'exposure.gateway.name' (Main) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
      "'exposure.gateway.sectionName' (HTTPS) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
    ),
  ],
  labelKey: [
    wrong(
      "a label whose name is two words",
      { pod: { labels: { "cost center": "42" } } },
      `'pod.labels["cost center"]' must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
    ),
    wrong(
      "labels of others whose names are none",
      {
        network: { allowFrom: [{ podLabels: { "a b": "c" } }] },
        monitoring: { kind: "PodMonitor", labels: { "/release": "prometheus" } },
        pod: { nodeSelector: { "-disk": "ssd" }, tolerations: [{ key: "gpu only" }] },
      },
      `'network.allowFrom[0].podLabels["a b"]' must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
      `'monitoring.labels["/release"]' must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
      `'pod.nodeSelector.-disk' must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
      `'pod.tolerations[0].key' (gpu only) must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
    ),
  ],
  labelValue: [
    wrong(
      "a label whose value is two words",
      { pod: { labels: { team: "data science" } } },
      "'pod.labels.team' (data science) must be empty or at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.",
    ),
    wrong(
      "a toleration of a value that no taint has",
      { pod: { tolerations: [{ key: "gpu", value: "a b" }] } },
      "'pod.tolerations[0].value' (a b) must be empty or at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.",
    ),
  ],
  path: [
    wrong(
      "a path without its slash",
      { runtime: { mode: "None" }, probes: { readiness: { path: "healthz" } } },
      "'probes.readiness.path' (healthz) must be a path that begins with '/', such as '/healthz'.",
    ),
    wrong(
      "a path of metrics without its slash",
      { runtime: { mode: "None" }, monitoring: { port: 9100, path: "metrics" } },
      "'monitoring.path' (metrics) must be a path that begins with '/', such as '/healthz'.",
    ),
    wrong(
      "paths of the agent behind a sidecar without their slash",
      withSidecar({ cardPath: "card.json", rpcPath: "http://127.0.0.1:8000/rpc" }),
      "'runtime.cardPath' (card.json) must be a path that begins with '/', such as '/healthz'.",
      "'runtime.rpcPath' (http://127.0.0.1:8000/rpc) must be a path that begins with '/', such as '/healthz'.",
    ),
  ],
  quantity: [
    wrong(
      "an amount that is none",
      { resources: { requests: { cpu: "a lot" } } },
      "'resources.requests.cpu' (a lot) must be a quantity, such as '250m' or '512Mi'.",
    ),
    wrong(
      "a tolerance that is no amount",
      { scaling: { scaleUp: { tolerance: "5%" } }, kubernetesVersion: "1.35" },
      "'scaling.scaleUp.tolerance' (5%) must be a quantity, such as '250m' or '512Mi'.",
    ),
  ],
  someText: [
    wrong(
      "a resource without a name",
      { serviceAccount: { rules: [{ apiGroups: [""], resources: [""], verbs: ["get"] }] } },
      "'serviceAccount.rules[0].resources[0]' () must be a text that is not empty.",
    ),
    wrong(
      "an audience without a name",
      { auth: { serviceAccountTokens: { audiences: [" "] } } },
      "'auth.serviceAccountTokens.audiences[0]' ( ) must be a text that is not empty.",
    ),
  ],
  text: [
    wrong("a number in the environment", { env: { LEVEL: 5 } }, "'env.LEVEL' (5) must be a text."),
    wrong(
      "a number in the environment of a sidecar",
      withSidecar({ env: { A2A_MAX_CONCURRENT_TASKS: 8 } }),
      "'runtime.env.A2A_MAX_CONCURRENT_TASKS' (8) must be a text.",
    ),
    wrong(
      "a yes or no as an annotation",
      { pod: { annotations: { "linkerd.io/inject": true } } },
      `'pod.annotations["linkerd.io/inject"]' (true) must be a text.`,
    ),
  ],
  variableName: [
    wrong(
      "variables that are folders",
      { env: { ".": "a", "..": "b" }, secrets: [{ env: "..KEY", value: "a" }] },
      `'env["."]' must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.`,
      `'env[".."]' must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.`,
      "'secrets[0].env' (..KEY) must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.",
    ),
    wrong(
      "a variable that begins with a digit",
      { env: { "1ST": "a" } },
      "'env.1ST' must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.",
    ),
    wrong(
      "a secret variable that begins with a digit",
      { secrets: [{ env: "1ST", secretName: "llm", key: "a" }] },
      "'secrets[0].env' (1ST) must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.",
    ),
  ],
};
