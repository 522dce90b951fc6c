import { DEFAULT_KUBERNETES_VERSION } from "../../agent/defaults.js";
import { OLDEST_KUBERNETES_MINOR, toKubernetesMinor } from "../../kubernetes-version.js";
import type { ClusterFacts } from "../cluster-facts.js";
import { type Finding, toFinding } from "../finding.js";

/** Whether objects are for this version of Kubernetes. */
export function checkKubernetes({ kubernetes: { minor, version } }: ClusterFacts): Finding[] {
  const said = `The cluster is Kubernetes ${version}`;
  if (minor === undefined) {
    return [
      toFinding(
        "skipped",
        `${said}, which does not tell its minor version.`,
        "Give it as 'kubernetesVersion' of each Agent.",
      ),
    ];
  }
  if (minor < OLDEST_KUBERNETES_MINOR) {
    return [
      toFinding(
        "problem",
        `${said}. Pods of agents need 1.${OLDEST_KUBERNETES_MINOR}.`,
        `Upgrade the cluster to 1.${OLDEST_KUBERNETES_MINOR} or newer.`,
      ),
    ];
  }
  const args = `'kubernetesVersion: "1.${minor}"' to each Agent.`;
  const assumed = toKubernetesMinor(DEFAULT_KUBERNETES_VERSION) ?? minor;
  if (minor < assumed) {
    return [
      toFinding(
        "problem",
        `${said}, older than ${DEFAULT_KUBERNETES_VERSION}, for which objects are made by default.`,
        `Give ${args}`,
      ),
    ];
  }
  return minor === assumed
    ? [toFinding("ok", `${said}, for which objects are made by default.`)]
    : [toFinding("ok", `${said}.`, `To use all that it can, give ${args}`)];
}
