import type { ClusterFacts } from "../cluster-facts.js";
import { type Finding, toFinding } from "../finding.js";

/** How callers outside the cluster can reach agents. */
export function checkGateway({ kinds }: ClusterFacts): Finding[] {
  return [
    kinds.HTTPRoute
      ? toFinding(
          "ok",
          "The Gateway API is installed.",
          "To open an agent to callers outside, give 'exposure.gateway' with a Gateway of yours.",
        )
      : toFinding(
          "note",
          "The Gateway API is not installed.",
          "To open an agent to callers outside, give 'exposure.ingress', or install what serves the Gateway API.",
        ),
  ];
}
