import type * as berth from "@berth/berth";
import type * as pulumi from "@pulumi/pulumi";

/** What the stack decides about an agent; all else is the same in every stack. */
export interface AgentPlace {
  namespace: pulumi.Input<string>;
  image: string;
  replicas: number;
  resources: berth.AgentResourcesArgs;
  rollout: berth.AgentRolloutArgs;
}
