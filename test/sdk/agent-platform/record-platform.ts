import { AgentPlatform } from "../../../sdk/src/agent-platform/agent-platform.ts";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { type Recording, recordResources, type RecordOptions } from "../record-resources.ts";

/** The name that the provider makes up, for each object to which it gives one. */
const generatedName = "generated";

type Told = "apiServiceNames" | "binding" | "namespace" | "prometheusRuleName" | "prometheusUrl";

/** What a platform tells, and what it registers. */
export interface RecordedPlatform extends Recording<Pick<AgentPlatform, Told>> {
  /** The inputs of a resource by its logical name. Undefined where there is none. */
  inputsOf: (name: string) => Record<string, unknown> | undefined;
}

/** Makes one platform, and finds what it registers by logical names. */
export async function recordPlatform(
  args: AgentPlatformArgs,
  options: RecordOptions = {},
): Promise<RecordedPlatform> {
  const recording = await recordResources(
    () => {
      const platform = new AgentPlatform("platform", args);
      const { apiServiceNames, binding, namespace, prometheusRuleName, prometheusUrl } = platform;
      return { apiServiceNames, binding, namespace, prometheusRuleName, prometheusUrl };
    },
    { generatedName, ...options },
  );
  const inputsOf = (name: string) =>
    recording.resources.find((resource) => resource.name === name)?.inputs;
  return { ...recording, inputsOf };
}
