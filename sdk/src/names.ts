import { SettingsError } from "@berth/contract";
import type { AgentNamespaceSpec } from "./agent-namespace/spec.js";
import { DNS_LABEL_RULE, isDnsLabel } from "./kubernetes-syntax.js";

/**
 * The name of the Namespace of an AgentNamespace: the one it was given, or
 * `<logical name>-<stack>`.
 *
 * @throws SettingsError when that cannot name a namespace.
 */
export function toNamespaceName(
  spec: Pick<AgentNamespaceSpec, "name">,
  logicalName: string,
  stack: string,
): string {
  const name = spec.name ?? `${logicalName}-${stack}`;
  if (!isDnsLabel(name)) {
    throw new SettingsError([
      {
        propertyPath: "name",
        reason:
          `'name' (${name}, from the component '${logicalName}' and the stack '${stack}') ` +
          `${DNS_LABEL_RULE} Give a 'name'.`,
      },
    ]);
  }
  return name;
}
