import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ClusterFacts, OptionalKind } from "./cluster-facts.js";
import {
  parseApiServices,
  parseGroups,
  parsePrometheuses,
  parseResources,
  parseVersion,
} from "./parse-cluster.js";

/** Which cluster is looked at. What is not given is chosen by kubectl. */
export interface ClusterChoice {
  kubeconfig?: string | undefined;
  context?: string | undefined;
}

/** Runs kubectl and returns what it printed. */
export type Kubectl = (...args: string[]) => Promise<string>;

/** The cluster cannot be looked at. The message is for people. */
export class ClusterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ClusterError";
  }
}

const CUSTOM_METRICS_VERSIONS = ["v1beta2", "v1beta1"];

/** Where the kinds are that somebody must have installed. */
const KINDS: Record<OptionalKind, { group: string; version: string; resource: string }> = {
  HTTPRoute: { group: "gateway.networking.k8s.io", version: "v1", resource: "httproutes" },
  PodMonitor: { group: "monitoring.coreos.com", version: "v1", resource: "podmonitors" },
  PrometheusRule: { group: "monitoring.coreos.com", version: "v1", resource: "prometheusrules" },
  ScaledObject: { group: "keda.sh", version: "v1alpha1", resource: "scaledobjects" },
};

/** A slow cluster answers later than this only when it does not answer at all. */
const REQUEST_TIMEOUT = "--request-timeout=20s";

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Makes what runs kubectl against a cluster: it knows every way to log in. */
export function createKubectl({ context, kubeconfig }: ClusterChoice): Kubectl {
  const run = promisify(execFile);
  const options = toKubectlFlags({ context, kubeconfig });
  return async (...args) => {
    const { stdout } = await run("kubectl", [...options, REQUEST_TIMEOUT, ...args], {
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    return stdout;
  };
}

/** The flags of kubectl that choose a cluster. */
export function toKubectlFlags({ context, kubeconfig }: ClusterChoice): string[] {
  return [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ];
}

/**
 * Reads what there is in a cluster, and changes nothing.
 *
 * @throws ClusterError when kubectl is not there or the cluster does not answer.
 */
export async function readCluster(kubectl: Kubectl): Promise<ClusterFacts> {
  const kubernetes = await readVersion(kubectl);
  const [apiServices, customMetrics, groups, prometheuses] = await Promise.all([
    tryRead(kubectl, parseApiServices, [
      ...["get", "apiservices.apiregistration.k8s.io"],
      ...["--show-managed-fields", "--output=json"],
    ]),
    readCustomMetrics(kubectl),
    tryRead(kubectl, parseGroups, ["get", "--raw", "/apis"]),
    tryRead(kubectl, parsePrometheuses, [
      ...["get", "prometheuses.monitoring.coreos.com"],
      ...["--all-namespaces", "--output=json"],
    ]),
  ]);
  return {
    kubernetes,
    apiServices,
    customMetrics,
    kinds: await readKinds(kubectl, groups ?? []),
    prometheuses,
  };
}

/** The first question: when it has no answer, no other one has. */
async function readVersion(kubectl: Kubectl): Promise<ClusterFacts["kubernetes"]> {
  let output: string;
  try {
    output = await kubectl("version", "--output=json");
  } catch (error) {
    throw new ClusterError(toReason(error));
  }
  return parseVersion(output);
}

async function readCustomMetrics(kubectl: Kubectl): Promise<string[] | undefined> {
  for (const version of CUSTOM_METRICS_VERSIONS) {
    const path = `/apis/custom.metrics.k8s.io/${version}`;
    const resources = await tryRead(kubectl, parseResources, ["get", "--raw", path]);
    if (resources !== undefined) {
      return resources;
    }
  }
  return undefined;
}

async function readKinds(
  kubectl: Kubectl,
  groups: readonly string[],
): Promise<ClusterFacts["kinds"]> {
  const entries = await Promise.all(
    Object.entries(KINDS).map(async ([kind, { group, resource, version }]) => {
      const groupVersion = `${group}/${version}`;
      const args = ["get", "--raw", `/apis/${groupVersion}`];
      const resources = groups.includes(groupVersion)
        ? await tryRead(kubectl, parseResources, args)
        : undefined;
      return [kind, resources?.includes(resource) ?? false];
    }),
  );
  return Object.fromEntries(entries) as ClusterFacts["kinds"];
}

/** What somebody has no right to, or is not there, is not known. */
async function tryRead<T>(
  kubectl: Kubectl,
  parse: (output: string) => T,
  args: readonly string[],
): Promise<T | undefined> {
  let output: string;
  try {
    output = await kubectl(...args);
  } catch {
    return undefined;
  }
  return parse(output);
}

function toReason(error: unknown): string {
  const { code, message, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === "ENOENT") {
    return "kubectl is not there. Install it: https://kubernetes.io/docs/tasks/tools/";
  }
  const said = (stderr ?? "").trim();
  return `The cluster does not answer. kubectl says:\n${said === "" ? message : said}`;
}
