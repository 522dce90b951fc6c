import { ENVIRONMENT } from "./environment.js";
import { SettingsError } from "./settings.js";

/** The namespaces whose agents are found: their names, or `all` of the cluster. */
export type DiscoveryNamespaces = readonly string[] | "all";

/** Says all namespaces in the environment. No namespace can be called like that. */
const ALL = "*";

/** What Kubernetes takes as the name of a namespace. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const RULE = `must be names of namespaces with commas between them, or '${ALL}' for all.`;

/** Writes the namespaces whose agents are found the way the environment carries them. */
export function serializeDiscoveryNamespaces(namespaces: DiscoveryNamespaces): string {
  return namespaces === "all" ? ALL : namespaces.join(",");
}

/**
 * Reads the namespaces whose agents are found from the environment, each of them once.
 *
 * @throws SettingsError when one of them is no name.
 */
export function parseDiscoveryNamespaces(text: string): DiscoveryNamespaces {
  if (text.trim() === ALL) {
    return "all";
  }
  const names = text.split(",").map((name) => name.trim());
  if (!names.every((name) => NAMESPACE.test(name))) {
    const propertyPath = ENVIRONMENT.discoveryNamespaces;
    throw new SettingsError([{ propertyPath, reason: `'${propertyPath}' (${text}) ${RULE}` }]);
  }
  return [...new Set(names)];
}
