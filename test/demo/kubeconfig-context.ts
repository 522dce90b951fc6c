import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";

/** The kubeconfig files of the user, as kubectl finds them. */
export function findKubeconfigFiles(): string[] {
  const files = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
  return files.length > 0 ? files : [join(homedir(), ".kube", "config")];
}

/**
 * Writes a kubeconfig that has one context and nothing else, so that no other cluster can be met.
 *
 * @throws Error when the files have no such context, with those that they have.
 */
export function extractContext(name: string, files: readonly string[]): string {
  const config = new KubeConfig();
  config.loadFromOptions({ clusters: [], users: [], contexts: [], currentContext: "" });
  for (const file of files) {
    const more = new KubeConfig();
    more.loadFromFile(file);
    config.mergeConfig(more);
  }
  const context = config.getContextObject(name);
  const cluster = context === null ? null : config.getCluster(context.cluster);
  const user = context === null ? null : config.getUser(context.user);
  if (context === null || cluster === null || user === null) {
    const known = config.getContexts().map(({ name }) => name);
    throw new Error(
      `'--context' (${name}) must be a context of ${files.join(", ")}: ${known.join(", ") || "there is none"}.`,
    );
  }
  const only = new KubeConfig();
  only.loadFromOptions({
    clusters: [cluster],
    users: [user],
    contexts: [context],
    currentContext: name,
  });
  return only.exportConfig();
}
