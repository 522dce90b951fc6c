import type * as pulumi from "@pulumi/pulumi";
import { Agent } from "../agent/agent.js";
import { AgentNamespace } from "../agent-namespace/agent-namespace.js";
import { AgentPlatform } from "../agent-platform/agent-platform.js";
import { PrometheusAdapter } from "../prometheus-adapter/prometheus-adapter.js";

type ComponentClass = new (
  name: string,
  args: never,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const COMPONENTS: Readonly<Record<string, ComponentClass>> = {
  "berth:index:Agent": Agent,
  "berth:index:AgentNamespace": AgentNamespace,
  "berth:index:AgentPlatform": AgentPlatform,
  "berth:index:PrometheusAdapter": PrometheusAdapter,
};

/** The members of the schema that say which properties of a component programs see. */
interface PackageSchema {
  version: string;
  resources: Record<string, { properties: Record<string, unknown> }>;
}

/**
 * Makes the provider of the components for programs in other languages.
 *
 * The schema is the one that is shipped, and is not read from the sources again: Pulumi's own host
 * does that at every start, with whatever compiler the program of the user has installed, and cannot
 * read them with the one that it falls back to where there is none.
 *
 * @param schema is the text of `schema.json`.
 */
export function createComponentProvider(schema: string): pulumi.provider.Provider {
  const { version, resources } = JSON.parse(schema) as PackageSchema;
  return {
    version,
    schema,
    async construct(name, type, inputs, options) {
      const Component = COMPONENTS[type];
      const described = resources[type];
      if (Component === undefined || described === undefined) {
        const known = Object.keys(COMPONENTS).join(", ");
        throw new Error(`There is no component '${type}'. Use one of: ${known}.`);
      }
      const component = new Component(name, inputs as never, options);
      const members = component as unknown as Record<string, unknown>;
      const state = Object.fromEntries(
        Object.keys(described.properties).map((property) => [property, members[property]]),
      );
      return await Promise.resolve({ urn: component.urn, state });
    },
  };
}
