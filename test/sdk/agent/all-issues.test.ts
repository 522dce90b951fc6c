import { expect, it } from "vitest";
import { catchIssues, type LooseArgs } from "./catch-issues.ts";
import { card } from "./settings.ts";

it("names every broken rule at once, by the path that was written", () => {
  const args: LooseArgs = {
    image: "registry.example.com/Data Analysis",
    card: { ...card, description: "", skills: [{ id: "stats", name: "Statistics", tags: [] }] },
    namespace: "My Namespace",
    port: 80,
    env: { "1ST": "a", POD_IP: "b", LEVEL: 5, API_KEY: "c" },
    secrets: [
      { env: "API_KEY", secretName: "LLM", key: "open ai" },
      { env: "A2A_PORT", secretName: "llm", key: "port" },
      { env: "TOKEN", secretName: "llm", key: "a", value: "sk-1" },
      { env: "TOKEN", secretName: "llm", key: "b" },
    ],
    replicas: 0,
    resources: { requests: { cpu: "a lot", memory: "2Gi" } },
    drain: { maxTaskSeconds: 1.5, marginSeconds: 5 },
    runtime: { mode: "Inline" },
    peers: [{ name: "My Peer", url: "ftp://peer" }, {}],
    scaling: { minReplicas: 2 },
  };
  expect(catchIssues(args, "My Agent")).toMatchInlineSnapshot(`
      [
        {
          "propertyPath": "image",
          "reason": "'image' (registry.example.com/Data Analysis) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
        },
        {
          "propertyPath": "namespace",
          "reason": "'namespace' (My Namespace) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        },
        {
          "propertyPath": "port",
          "reason": "'port' (80) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
        },
        {
          "propertyPath": "env.1ST",
          "reason": "'env.1ST' must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.",
        },
        {
          "propertyPath": "env.POD_IP",
          "reason": "'env.POD_IP' must not be set: this name is the Agent's own. Leave it out.",
        },
        {
          "propertyPath": "env.LEVEL",
          "reason": "'env.LEVEL' (5) must be a text.",
        },
        {
          "propertyPath": "secrets[0].secretName",
          "reason": "'secrets[0].secretName' (LLM) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
        },
        {
          "propertyPath": "secrets[0].key",
          "reason": "'secrets[0].key' (open ai) must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.",
        },
        {
          "propertyPath": "secrets[1].env",
          "reason": "'secrets[1].env' (A2A_PORT) must not be set: this name is the Agent's own. Use 'port'.",
        },
        {
          "propertyPath": "secrets[2].env",
          "reason": "'secrets[2].env' (TOKEN) must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of the other.",
        },
        {
          "propertyPath": "replicas",
          "reason": "'replicas' (0) must be a whole number from 1 to 2147483647.",
        },
        {
          "propertyPath": "resources.requests.cpu",
          "reason": "'resources.requests.cpu' (a lot) must be a quantity, such as '250m' or '512Mi'.",
        },
        {
          "propertyPath": "resources.requests.memory",
          "reason": "'resources.requests.memory' (2Gi) must not exceed 'resources.limits.memory' (1Gi). Give both: what is not given has its default.",
        },
        {
          "propertyPath": "runtime.mode",
          "reason": "'runtime.mode' (Inline) must be one of Sidecar, Embedded, None.",
        },
        {
          "propertyPath": "peers[0].name",
          "reason": "'peers[0].name' (My Peer) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        },
        {
          "propertyPath": "peers[0].url",
          "reason": "'peers[0].url' (ftp://peer) must be an absolute http or https URL.",
        },
        {
          "propertyPath": "peers[1].name",
          "reason": "'peers[1].name' must be given.",
        },
        {
          "propertyPath": "name",
          "reason": "'name' (My Agent) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit. It is the component's, since no 'name' is given. Give one.",
        },
        {
          "propertyPath": "card.description",
          "reason": "'card.description' () must be a text that is not empty.",
        },
        {
          "propertyPath": "card.skills[0].description",
          "reason": "'card.skills[0].description' must be given.",
        },
        {
          "propertyPath": "card.skills[0].tags",
          "reason": "'card.skills[0].tags' must have at least one entry (A2A 1.0, section 5.7).",
        },
        {
          "propertyPath": "drain.maxTaskSeconds",
          "reason": "'drain.maxTaskSeconds' (1.5) must be a whole number of seconds, at least 1.",
        },
        {
          "propertyPath": "drain.marginSeconds",
          "reason": "'drain.marginSeconds' (5) must be a whole number of seconds, at least 11.",
        },
        {
          "propertyPath": "secrets[0].env",
          "reason": "'secrets[0].env' (API_KEY) must differ from a name in 'env'. Remove one of them.",
        },
        {
          "propertyPath": "secrets[3].env",
          "reason": "'secrets[3].env' (TOKEN) must differ from 'secrets[2].env'. Remove one of them.",
        },
        {
          "propertyPath": "replicas",
          "reason": "'replicas' (0) must not be given with 'scaling', which decides how many there are. Remove it, and give 'scaling.minReplicas' where the default does not fit.",
        },
      ]
    `);
});
