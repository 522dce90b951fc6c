import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentPlatformBinding } from "@berth/berth";
import { parse } from "yaml";
import type { EnvironmentOutputs, PlatformOutputs } from "../../stacks/stack-outputs.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { type RecordedResource, type Recording, recordResources } from "../sdk/record-resources.ts";

/** The configuration of a stack: full keys and values. */
export type StackConfig = Record<string, unknown>;

/** What a platform tells, whose agents the adapter scales. */
export const BINDING: AgentPlatformBinding = {
  scalingBackend: "PrometheusAdapter",
  monitoringKind: "None",
  prometheusUrl: "http://prometheus.platform.svc.cluster.local:9090",
  podMonitorLabels: {},
};

/** Reads a file of the repository's root. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(join(ROOT_FOLDER, file), "utf8"));
}

/** What the repository's `Pulumi.<stack>.yaml` says. */
export function readStackFile(stack: string): StackConfig {
  return (readYaml(`Pulumi.${stack}.yaml`) as { config: StackConfig }).config;
}

/**
 * Runs the program of the repository as a stack, under Pulumi's mocks. It runs when it is loaded: a test
 * resets the modules before.
 *
 * `outputs` are what every stack tells that the program refers to, `secretKeys` the keys that were set with
 * `--secret`.
 */
export async function runStack(
  stack: string,
  config: StackConfig,
  {
    outputs = { binding: BINDING },
    secretKeys = ["berth:secrets"],
  }: { outputs?: Record<string, unknown>; secretKeys?: string[] } = {},
): Promise<Recording<Partial<EnvironmentOutputs & PlatformOutputs>>> {
  const load = async (): Promise<Partial<EnvironmentOutputs & PlatformOutputs>> =>
    (await import("../../stacks/index.ts")).default;
  return await recordResources(load, {
    project: (readYaml("Pulumi.yaml") as { name: string }).name,
    stack,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    secretKeys,
    stackOutputs: outputs,
    generatedName: "generated",
  });
}

/** The inputs of the resource with a name. */
export function findInputs(
  resources: readonly RecordedResource[],
  name: string,
): RecordedResource["inputs"] {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) {
    throw new Error(`The stack has no '${name}'.`);
  }
  return found.inputs;
}
