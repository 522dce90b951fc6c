import type { ENVIRONMENT_RULES } from "../../../../sdk/src/agent/rules/environment-rules.ts";
import { withIngress, withoutRuntime, withSidecar, type WrongArgs, wrong } from "./row.ts";

/** What is wrong with the environment, with callers and with peers. */
export const ENVIRONMENT_ROWS: Record<keyof typeof ENVIRONMENT_RULES, WrongArgs[]> = {
  envFrom: [
    wrong(
      "variables from nowhere, and from two objects",
      { envFrom: [{ prefix: "A_" }, { configMapName: "a", secretName: "b" }] },
      "'envFrom[0]' must have exactly one of 'configMapName' and 'secretName'.",
      "'envFrom[1]' must have exactly one of 'configMapName' and 'secretName'.",
    ),
  ],
  envFromPrefix: [
    wrong(
      "a prefix that no variable begins with",
      { envFrom: [{ configMapName: "settings", prefix: "1_" }] },
      "'envFrom[0].prefix' (1_) must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone. It may be empty.",
    ),
  ],
  ownVariable: [
    wrong(
      "a variable of the Agent's own",
      { env: { AGENT_URL: "http://a" } },
      "'env.AGENT_URL' must not be set: this name is the Agent's own. Use 'name' and 'namespace'.",
    ),
    wrong(
      "a secret variable of the Agent's own",
      { secrets: [{ env: "A2A_AUTH", secretName: "llm", key: "auth" }] },
      "'secrets[0].env' (A2A_AUTH) must not be set: this name is the Agent's own. Use 'auth'.",
    ),
    wrong(
      "the hosts that are believed, in the environment of an agent that is exposed",
      withIngress({ env: { A2A_FORWARDED_HOSTS: "agents.example.com" } }),
      "'env.A2A_FORWARDED_HOSTS' must not be set: this name is the Agent's own. Use 'exposure'.",
    ),
    wrong(
      "the hosts that are believed, in a secret of an agent that is exposed",
      withIngress({ secrets: [{ env: "A2A_FORWARDED_HOSTS", secretName: "a", key: "b" }] }),
      "'secrets[0].env' (A2A_FORWARDED_HOSTS) must not be set: this name is the Agent's own. Use 'exposure'.",
    ),
    wrong(
      "variables of the Agent's own, in the environment of a sidecar",
      withSidecar({
        env: { A2A_UPSTREAM_RPC_PATH: "/", A2A_UPSTREAM_URL: "http://a", POD_IP: "" },
      }),
      "'runtime.env.A2A_UPSTREAM_RPC_PATH' must not be set: this name is the Agent's own. Use 'runtime.rpcPath'.",
      "'runtime.env.A2A_UPSTREAM_URL' must not be set: this name is the Agent's own. Use 'port'.",
      "'runtime.env.POD_IP' must not be set: this name is the Agent's own. Leave it out.",
    ),
    wrong(
      "the hosts that are believed, in either environment of an exposed agent with a sidecar",
      withSidecar(
        { env: { A2A_FORWARDED_HOSTS: "a.example.com" } },
        withIngress({ env: { A2A_FORWARDED_HOSTS: "a.example.com" } }),
      ),
      "'env.A2A_FORWARDED_HOSTS' must not be set: this name is the Agent's own. Use 'exposure'.",
      "'runtime.env.A2A_FORWARDED_HOSTS' must not be set: this name is the Agent's own. Use 'exposure'.",
    ),
  ],
  variableOfSidecar: [
    wrong(
      "what a sidecar reads, where it does not",
      withSidecar({}, { env: { A2A_MAX_CONCURRENT_TASKS: "8", A2A_PEER_NAME: "a" } }),
      "'env.A2A_MAX_CONCURRENT_TASKS' must not be set here with the runtime mode Sidecar: the sidecar reads it, and not the agent. Use 'runtime.env'.",
    ),
    wrong(
      "what a sidecar reads, in a secret, and with no word about the mode",
      { runtime: undefined, secrets: [{ env: "A2A_LOG_LEVEL", secretName: "a", key: "b" }] },
      "'secrets[0].env' (A2A_LOG_LEVEL) must not be set here with the runtime mode Sidecar: the sidecar reads it, and not the agent. Use 'runtime.env'.",
    ),
  ],
  sameVariable: [
    wrong(
      "a variable that is set twice",
      { env: { KEY: "a" }, secrets: [{ env: "KEY", secretName: "llm", key: "a" }] },
      "'secrets[0].env' (KEY) must differ from a name in 'env'. Remove one of them.",
    ),
    wrong(
      "two secrets in one variable",
      {
        secrets: [
          { env: "KEY", secretName: "llm", key: "a" },
          { env: "KEY", value: "b" },
        ],
      },
      "'secrets[1].env' (KEY) must differ from 'secrets[0].env'. Remove one of them.",
    ),
  ],
  secret: [
    wrong(
      "a secret without a value and without a place",
      { secrets: [{ env: "KEY" }] },
      "'secrets[0].env' (KEY) must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of the other.",
    ),
    wrong(
      "a secret with half a place",
      { secrets: [{ env: "KEY", secretName: "llm" }] },
      "'secrets[0].env' (KEY) must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of the other.",
    ),
    wrong(
      "a secret with a value and half a place",
      { secrets: [{ env: "KEY", value: "a", key: "openai" }] },
      "'secrets[0].env' (KEY) must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of the other.",
    ),
    wrong(
      "a secret with a value and a place",
      { secrets: [{ env: "KEY", value: "a", secretName: "llm", key: "openai" }] },
      "'secrets[0].env' (KEY) must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of the other.",
    ),
  ],
  secretMember: [
    wrong(
      "a value by another name, and does not tell it",
      { secrets: [{ env: "KEY", vaule: "s3cret", secretName: "llm", key: "a" }] },
      "'secrets[0].env' (KEY) must have no 'vaule', which is not a known property. Remove it.",
    ),
  ],
  secretObject: [
    wrong(
      "secrets that are no objects, and does not tell them",
      { secrets: ["s3cret", null] },
      "'secrets[0].env' must be given: 'secrets' is a list of objects, each with 'env', and 'value' or 'secretName' and 'key'.",
      "'secrets[1].env' must be given: 'secrets' is a list of objects, each with 'env', and 'value' or 'secretName' and 'key'.",
    ),
    wrong(
      "a map where a list of secrets belongs, and does not tell it",
      { secrets: { KEY: "s3cret" } },
      "'secrets[0].env' must be given: 'secrets' is a list of objects, each with 'env', and 'value' or 'secretName' and 'key'.",
    ),
  ],
  secretValue: [
    wrong(
      "a secret that is a number, and does not tell it",
      { secrets: [{ env: "PIN", value: 4711 }] },
      "'secrets[0].env' (PIN) must have a text as its 'value'. Put it in quotes.",
    ),
  ],
  apiKeyFile: [
    wrong(
      "a caller whose name is a folder",
      { auth: { apiKeys: [{ name: "..", secretName: "callers", key: "billing" }] } },
      "'auth.apiKeys[0].name' (..) must not be '.' and not begin with '..': a file is called by it. Choose another one.",
    ),
  ],
  authRequirement: [
    wrong(
      "a requirement that there is not",
      { auth: { require: "all", apiKeys: [{ name: "a", secretName: "callers", key: "a" }] } },
      "'auth.require' (all) must be one of All, ExtendedCard.",
    ),
  ],
  authWithoutRuntime: [
    wrong(
      "authentication without a runtime",
      withoutRuntime({ auth: { apiKeys: [{ name: "a", secretName: "callers", key: "a" }] } }),
      "'auth' must not be given with the runtime mode None, in which nobody asks. Leave it out, and let the image ask itself.",
    ),
  ],
  peerCredentials: [
    wrong(
      "credentials in the URL of a peer, and does not tell them",
      {
        peers: [
          { name: "review", url: "https://review:s3cret@review.example.com" },
          { name: "billing", url: "https://s3cret@billing.example.com/agent" },
          { name: "sales", url: "sales:s3cret@sales.example.com" },
        ],
      },
      "'peers[0].name' (review) must have a 'url' without a user and a password, since it stands in the environment for all to read. Put them into 'secrets'.",
      "'peers[1].name' (billing) must have a 'url' without a user and a password, since it stands in the environment for all to read. Put them into 'secrets'.",
      "'peers[2].name' (sales) must have a 'url' without a user and a password, since it stands in the environment for all to read. Put them into 'secrets'.",
    ),
  ],
  peerUrl: [
    wrong(
      "a peer that speaks another protocol",
      { peers: [{ name: "review", url: "ftp://peer" }] },
      "'peers[0].url' (ftp://peer) must be an absolute http or https URL.",
    ),
  ],
  samePeer: [
    wrong(
      "two peers of one name",
      { peers: [{ name: "a" }, { name: "b" }, { name: "a" }] },
      "'peers[2].name' (a) must differ from 'peers[0].name'. Remove one of them.",
    ),
  ],
};
