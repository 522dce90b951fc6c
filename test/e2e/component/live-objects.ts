import type { AgentManifest } from "@berth/berth";
import { LABELS } from "@berth/contract";
import { kubectl } from "../cluster-access.ts";
import { isNamedAfter } from "./cluster-objects.ts";

interface ObjectList {
  items: AgentManifest[];
}

/** What identifies an object within a namespace. */
interface Identity {
  kind: string;
  metadata: { name: string; namespace?: string };
}

const toKey = ({ kind, metadata }: Identity): string => `${kind} ${metadata.name}`;

/**
 * Reads every object of some kinds in a namespace, and those of the cluster that its agents have, by their
 * kind and name, such as `Service worker`.
 */
export async function readObjects(
  namespace: string,
  kinds: readonly string[],
): Promise<Map<string, AgentManifest>> {
  const printed = await kubectl(
    "get",
    kinds.join(","),
    `--namespace=${namespace}`,
    "--output=json",
  );
  const { items } = JSON.parse(printed) as ObjectList;
  const own = items.filter((item) => {
    const { metadata } = item as Identity;
    return metadata.namespace === namespace || isNamedAfter(namespace, metadata.name);
  });
  return new Map(own.map((item) => [toKey(item as Identity), item]));
}

/** The objects in a namespace that somebody made, each as `kind/name`. What the cluster makes is left out. */
export async function listMadeObjects(namespace: string): Promise<string[]> {
  const kinds = await kubectl("api-resources", "--namespaced", "--verbs=list", "--output=name");
  const wanted = kinds
    .split("\n")
    .filter((kind) => kind !== "" && !/^(events|endpoints|pods\.metrics)\b/.test(kind));
  const names = await kubectl(
    "get",
    wanted.join(","),
    `--namespace=${namespace}`,
    "--output=name",
    "--ignore-not-found",
  );
  return names
    .split("\n")
    .filter((name) => !["", "serviceaccount/default", "configmap/kube-root-ca.crt"].includes(name))
    .sort();
}

/**
 * Finds what of a rendered manifest is not in the live object, each as a path and its two values. A live
 * object may have more: the API server fills defaults in.
 */
export function findDifferences(rendered: unknown, live: unknown, path = ""): string[] {
  if (Array.isArray(rendered) && Array.isArray(live) && rendered.length === live.length) {
    return rendered.flatMap((entry, index) =>
      findDifferences(entry, live[index], `${path}[${index}]`),
    );
  }
  if (isObject(rendered) && isObject(live)) {
    return Object.entries(rendered).flatMap(([name, value]) =>
      findDifferences(value, live[name], path === "" ? name : `${path}.${name}`),
    );
  }
  return JSON.stringify(rendered) === JSON.stringify(live)
    ? []
    : [`${path}: ${JSON.stringify(rendered)} is rendered, ${JSON.stringify(live)} is there`];
}

/** The names of Secrets by the agents whose own they are. */
function toSecretNames(objects: Iterable<AgentManifest>): Map<string, string> {
  return new Map(
    [...objects]
      .filter(({ kind }) => kind === "Secret")
      .flatMap(({ metadata }): [string, string][] => {
        const { labels = {}, name } = metadata as {
          labels?: Record<string, string>;
          name: string;
        };
        const agent = labels[LABELS.name];
        return agent === undefined ? [] : [[agent, name]];
      }),
  );
}

/** The rendered manifests with the names that the Secrets of agents' own have got in the cluster. */
export function withGivenNames(
  rendered: readonly AgentManifest[],
  live: ReadonlyMap<string, AgentManifest>,
): AgentManifest[] {
  const given = toSecretNames(live.values());
  let text = JSON.stringify(rendered);
  for (const [agent, name] of toSecretNames(rendered)) {
    text = text.replaceAll(JSON.stringify(name), JSON.stringify(given.get(agent) ?? name));
  }
  return JSON.parse(text) as AgentManifest[];
}

/** The rendered manifests with the names that objects of the cluster have in a stack. */
export function withStackNames(rendered: readonly AgentManifest[], stack: string): AgentManifest[] {
  const suffix = '.pod-deletion-cost"';
  const text = JSON.stringify(rendered).replaceAll(suffix, `.${stack}${suffix}`);
  return JSON.parse(text) as AgentManifest[];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The rendered manifest as the API server keeps it: what a Secret is given as text, it has in base64. */
export function toKept({ stringData, ...manifest }: AgentManifest): AgentManifest {
  return stringData === undefined
    ? manifest
    : {
        ...manifest,
        data: Object.fromEntries(
          Object.entries(stringData as Record<string, string>).map(([name, text]) => [
            name,
            Buffer.from(text).toString("base64"),
          ]),
        ),
      };
}
