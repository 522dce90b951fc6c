import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { createCodeReview } from "./agents/code-review.ts";
import { createDataAnalysis } from "./agents/data-analysis.ts";
import { createResearch } from "./agents/research.ts";
import { readStackConfig } from "./config.ts";
import type { StackOutputs } from "./stack-outputs.ts";

/** Three agents fit on a laptop. */
const RESOURCES: berth.AgentResourcesArgs = { requests: { cpu: "10m", memory: "64Mi" } };

/** Where agents are tried out, a broken one is to be noticed soon. */
const PROGRESS_DEADLINE_SECONDS = 120;

/** Where agents are tried out. */
export function createDevStack(): StackOutputs {
  const { images } = readStackConfig();
  const agents = new berth.AgentNamespace("agents");
  const place = {
    namespace: agents.name,
    resources: RESOURCES,
    replicas: 2,
    rollout: { progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS },
  };

  const analysis = createDataAnalysis({ ...place, image: images["data-analysis"] });
  const research = createResearch({ ...place, image: images.research }, analysis);
  // One replica, to have an agent that a rollout finds without a second pod.
  const review = createCodeReview({ ...place, image: images["code-review"], replicas: 1 });

  return {
    agentNamespace: agents.name,
    agentUrls: pulumi.output<Record<string, pulumi.Input<string>>>({
      "data-analysis": analysis.url,
      research: research.url,
      "code-review": review.url,
    }),
  };
}
