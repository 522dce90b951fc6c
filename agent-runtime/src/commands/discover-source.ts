import {
  DEFAULT_API_SERVER_TOKEN_FILE,
  type DiscoveryNamespaces,
  SettingsError,
} from "@berth/contract";
import { type Command, Option } from "commander";
import { existsSync, readFileSync } from "node:fs";
import type { AgentLog } from "../agent-task.js";
import type { AgentRegistry } from "../discovery/agent-registry.js";
import { readPeersFile } from "../discovery/peers-file.js";
import { createRegistryOfCluster, createStaticRegistry } from "../discovery/registries.js";
import { POD_NAMESPACE_FILE } from "../kubernetes-api/api-server.js";
import { parseAgentUrl } from "./parse-options.js";

/** Where agents are looked for. */
export interface DiscoverSourceOptions {
  namespace?: string[];
  allNamespaces?: boolean;
  peersFile?: string;
  apiUrl?: string;
}

/** Files that tell about the pod. */
export interface PodFiles {
  token: string;
  namespace: string;
}

/** What is known without options. */
export interface DiscoverSurroundings {
  log?: AgentLog | undefined;
  /** What the environment says of where to look. */
  discoveryNamespaces?: DiscoveryNamespaces | undefined;
  /** Defaults to the usual ones. */
  podFiles?: PodFiles;
}

const POD_FILES: PodFiles = { token: DEFAULT_API_SERVER_TOKEN_FILE, namespace: POD_NAMESPACE_FILE };

/** Adds the options that say where agents are looked for. */
export function addSourceOptions(command: Command): Command {
  return command
    .option(
      "--namespace <name>",
      "a namespace, once for each (default: A2A_DISCOVERY_NAMESPACES, or that of the pod)",
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    )
    .addOption(new Option("--all-namespaces", "all namespaces").conflicts("namespace"))
    .addOption(
      new Option(
        "--api-url <url>",
        "where kubectl proxy listens (default: the cluster of the pod)",
      ).argParser(parseAgentUrl),
    )
    .addOption(
      new Option(
        "--peers-file <file>",
        "a JSON list of { name, url } in place of a cluster",
      ).conflicts(["namespace", "allNamespaces", "apiUrl"]),
    );
}

/**
 * Makes the registry that the options ask for.
 *
 * @throws SettingsError when they do not say enough, or the list is wrong.
 */
export function createSourceRegistry(
  options: DiscoverSourceOptions,
  { discoveryNamespaces, log, podFiles = POD_FILES }: DiscoverSurroundings = {},
): AgentRegistry {
  const { apiUrl, peersFile } = options;
  if (peersFile !== undefined) {
    return createStaticRegistry(readPeersFile(peersFile, "--peers-file"), { log });
  }
  if (apiUrl === undefined && !existsSync(podFiles.token)) {
    throw toError(
      "--api-url",
      `'--api-url' must be given where there is no token of a pod (${podFiles.token}). Outside of a cluster run ` +
        "'kubectl proxy' and give http://127.0.0.1:8001, or give a list with --peers-file. In a pod, give the " +
        "Agent 'discovery'; or give the ServiceAccount the right to list and watch services and endpointslices, " +
        "and the pod its token.",
    );
  }
  const namespaces = findNamespaces(options, podFiles, discoveryNamespaces);
  return createRegistryOfCluster({ namespaces, apiUrl, log }, "--api-url");
}

function findNamespaces(
  { allNamespaces, namespace }: DiscoverSourceOptions,
  podFiles: PodFiles,
  discoveryNamespaces: DiscoveryNamespaces | undefined,
): DiscoveryNamespaces {
  if (allNamespaces === true) {
    return "all";
  }
  const known = namespace ?? discoveryNamespaces;
  if (known !== undefined) {
    return known;
  }
  if (!existsSync(podFiles.namespace)) {
    throw toError(
      "--namespace",
      "'--namespace' must be given outside of a pod: a name, or --all-namespaces.",
    );
  }
  return [readFileSync(podFiles.namespace, "utf8").trim()];
}

function toError(propertyPath: string, reason: string): SettingsError {
  return new SettingsError([{ propertyPath, reason }]);
}
