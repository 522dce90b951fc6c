import { Agent, type AgentArgs } from "@berth/berth";
import { type RecordedResource, type Recording, recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";

/** The minimal args in a namespace that is known. */
export const args: AgentArgs = { ...minimalArgs, namespace: "agents" };

interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

/** The parts of a recorded Deployment that tests look into. */
export interface DeploymentInputs {
  metadata: { namespace?: string };
  spec: {
    replicas: number;
    template: {
      metadata: { labels: Record<string, string> };
      spec: { containers: [{ image: string; env: EnvVar[] }] };
    };
  };
}

interface RecordedAgent extends Recording<string> {
  configMap: RecordedResource;
  deployment: RecordedResource;
  template: DeploymentInputs["spec"]["template"];
  container: DeploymentInputs["spec"]["template"]["spec"]["containers"][0];
  replicas: number;
  find: (variable: string) => EnvVar | undefined;
}

/** Makes one Agent and finds its ConfigMap and its Deployment. */
export async function recordAgent(settings: AgentArgs, name = "research"): Promise<RecordedAgent> {
  const recording = await recordResources(() => new Agent(name, settings).url);
  const { resources } = recording;
  const configMap = resources.find(({ type }) => type.endsWith(":ConfigMap"));
  const deployment = resources.find(({ type }) => type.endsWith(":Deployment"));
  if (configMap === undefined || deployment === undefined) {
    throw new Error("The Agent lacks its ConfigMap or its Deployment.");
  }
  const { template, replicas } = (deployment.inputs as unknown as DeploymentInputs).spec;
  const [container] = template.spec.containers;
  const find = (variable: string) => container.env.find(({ name }) => name === variable);
  return { ...recording, configMap, deployment, template, container, replicas, find };
}
