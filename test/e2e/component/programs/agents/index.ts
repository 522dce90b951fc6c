import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

/** The args of agents by their names, by the names of their namespaces. */
type Wanted = Record<string, Record<string, berth.AgentArgs>>;

const file = join(import.meta.dirname, "agents.json");
const wanted = JSON.parse(readFileSync(file, "utf8")) as Wanted;

/** What a file can only hold as a text is a secret here, as it is in a user's program. */
function toSecret({ value, ...secret }: berth.AgentSecretArgs): berth.AgentSecretArgs {
  return value === undefined ? secret : { ...secret, value: pulumi.secret(value) };
}

for (const [namespace, agents] of Object.entries(wanted)) {
  const { name } = new berth.AgentNamespace(namespace, { name: namespace });
  for (const [agent, { secrets, ...args }] of Object.entries(agents)) {
    new berth.Agent(agent, {
      ...args,
      namespace: name,
      ...(secrets === undefined ? {} : { secrets: secrets.map(toSecret) }),
    });
  }
}
