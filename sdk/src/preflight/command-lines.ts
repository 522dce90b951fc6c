import type { ServedApi } from "./cluster-facts.js";
import { type ClusterChoice, toKubectlFlags } from "./read-cluster.js";

/** Commands to copy, for the cluster that was looked at. */
export interface CommandLines {
  kubectl: (command: string) => string;
  helm: (command: string) => string;
}

/** Makes commands that choose the same cluster. */
export function toCommandLines({ context, kubeconfig }: ClusterChoice): CommandLines {
  const helmFlags = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--kube-context=${context}`]),
  ];
  const join = (program: string, flags: readonly string[], command: string): string =>
    [program, ...flags.map(toQuoted), command].join(" ");
  return {
    kubectl: (command) => join("kubectl", toKubectlFlags({ context, kubeconfig }), command),
    helm: (command) => join("helm", helmFlags, command),
  };
}

/** The commands that take the given APIs, of one owner, out of a cluster. */
export function toRemoval(apis: readonly ServedApi[], { helm, kubectl }: CommandLines): string[] {
  const releases = new Set(
    apis.flatMap(({ release }) =>
      release === undefined ? [] : [`uninstall ${release.name} --namespace ${release.namespace}`],
    ),
  );
  return releases.size > 0
    ? [...releases].map(helm)
    : [kubectl(`delete apiservice ${apis.map(({ name }) => name).join(" ")}`)];
}

/** A shell takes what is in single quotes as it is. */
function toQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
