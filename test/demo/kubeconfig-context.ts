import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";

/** The kubeconfig files of the user, as kubectl finds them. */
export function findKubeconfigFiles(): string[] {
  const files = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
  return files.length > 0 ? files : [join(homedir(), ".kube", "config")];
}

/** Reads every file that there is; of things with the same name the first one counts, as for kubectl. */
function readFiles(files: readonly string[]): KubeConfig {
  const configs = files.filter(existsSync).map((file) => {
    const config = new KubeConfig();
    config.loadFromFile(file);
    return config;
  });
  const firstOfEach = <T extends { name: string }>(things: T[]): T[] =>
    things.filter(({ name }, at) => things.findIndex((other) => other.name === name) === at);
  const all = new KubeConfig();
  all.loadFromOptions({
    clusters: firstOfEach(configs.flatMap((config) => config.getClusters())),
    users: firstOfEach(configs.flatMap((config) => config.getUsers())),
    contexts: firstOfEach(configs.flatMap((config) => config.getContexts())),
    currentContext: "",
  });
  return all;
}

/**
 * Writes a kubeconfig that has one context and nothing else, so that no other cluster can be met.
 *
 * @throws Error when the files have no such context, with those that they have.
 */
export function extractContext(name: string, files: readonly string[]): string {
  const config = readFiles(files);
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

/** What tells one cluster from another, whatever a context is called. */
export interface ClusterIdentity {
  /** The URL of the API server. */
  server: string;
  /** The start of the SHA-256 of its certificate authority, or "none". */
  authority: string;
}

/** Tells which cluster the one context of a kubeconfig leads to. */
export function identifyCluster(kubeconfig: string): ClusterIdentity {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { server = "", caData, caFile } = config.getCurrentCluster() ?? {};
  const authority =
    caData !== undefined
      ? Buffer.from(caData, "base64")
      : caFile !== undefined
        ? readFileSync(caFile)
        : undefined;
  return {
    server,
    authority:
      authority === undefined
        ? "none"
        : createHash("sha256").update(authority).digest("hex").slice(0, 12),
  };
}

/** Writes a kubeconfig that nobody else can read, at no time. */
export async function writeKubeconfig(file: string, kubeconfig: string): Promise<void> {
  // A mode counts for a new file only.
  await rm(file, { force: true });
  await writeFile(file, kubeconfig, { mode: 0o600, flag: "wx" });
}
