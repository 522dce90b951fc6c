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

const namespaces = new Map(
  Object.keys(wanted).map((name) => [name, new berth.AgentNamespace(name, { name })]),
);

/** The namespaces of this program in which an agent looks for others: they are there before it. */
function listLookedIn({ discovery }: berth.AgentArgs): berth.AgentNamespace[] {
  return (discovery?.namespaces ?? []).flatMap((name) => namespaces.get(name) ?? []);
}

for (const [namespace, agents] of Object.entries(wanted)) {
  for (const [agent, { secrets, ...args }] of Object.entries(agents)) {
    new berth.Agent(
      agent,
      {
        ...args,
        namespace: namespaces.get(namespace)?.name ?? namespace,
        ...(secrets === undefined ? {} : { secrets: secrets.map(toSecret) }),
      },
      { dependsOn: listLookedIn(args) },
    );
  }
}
