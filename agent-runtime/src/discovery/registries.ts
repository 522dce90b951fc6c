import {
  type DiscoveryNamespaces,
  ENVIRONMENT,
  parsePeers,
  type Peer,
  serializePeers,
  SettingsError,
} from "@berth/contract";
import type { AgentLog } from "../agent-task.js";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import { type ApiServer, POD_API_SERVER } from "../kubernetes-api/api-server.js";
import type { AgentRegistry } from "./agent-registry.js";
import { createRegistry } from "./create-registry.js";
import { createServicePlaces, DEFAULT_CLUSTER_DOMAIN } from "./service-places.js";
import { createStaticPlaces } from "./static-places.js";

/** Where agents are looked for in a cluster. */
export interface ClusterRegistryOptions {
  /**
   * The namespaces whose Services with the label `protocol: a2a` are the agents, or `all` of the cluster. Whoever
   * asks needs the verbs get, list and watch on `services` and `endpointslices` (discovery.k8s.io) there.
   * Defaults to what `A2A_DISCOVERY_NAMESPACES` says, which the pods of an Agent with `discovery` have.
   */
  namespaces?: DiscoveryNamespaces | undefined;
  /**
   * The address of an API server that asks for no credentials, such as `kubectl proxy`. Cards are read through
   * it then. Defaults to that of the pod, with the token of its ServiceAccount.
   */
  apiUrl?: string | undefined;
  /** The domain of the names of Services. Defaults to `cluster.local`. */
  clusterDomain?: string | undefined;
  /** Told of agents that come and go, and of each problem once. Defaults to nobody. */
  log?: AgentLog | undefined;
}

/**
 * Makes a registry of the agents of a cluster. It follows the cluster until it is closed, and keeps what it
 * knows while the API server is away.
 *
 * @throws SettingsError when nobody says in which namespaces to look.
 */
export function createClusterRegistry(options: ClusterRegistryOptions = {}): AgentRegistry {
  return createRegistryOfCluster(options, "apiUrl");
}

/**
 * Does the same for somebody who calls the address of the API server by another name.
 *
 * @param apiUrlSetting is that name, in messages.
 * @throws SettingsError when nobody says in which namespaces to look.
 */
export function createRegistryOfCluster(
  options: ClusterRegistryOptions,
  apiUrlSetting: string,
): AgentRegistry {
  const { apiUrl, clusterDomain = DEFAULT_CLUSTER_DOMAIN, log } = options;
  const { namespaces = readNamespaces() } = options;
  const server: ApiServer =
    apiUrl === undefined ? POD_API_SERVER : { url: apiUrl.replace(/\/$/, ""), trust: {} };
  const createSource = createServicePlaces({
    server,
    namespaces: namespaces === "all" ? undefined : [...new Set(namespaces)],
    proxySetting: apiUrl === undefined ? undefined : apiUrlSetting,
    clusterDomain,
    clock: systemClock,
  });
  return createRegistry({ createSource, clock: systemClock, log });
}

/**
 * Makes a registry of the agents on a list, such as that in `A2A_PEERS`. It reads their cards until it is closed.
 *
 * @throws SettingsError when two have one name, or an address is none, with all issues at once.
 */
export function createStaticRegistry(
  peers: readonly Peer[],
  { log }: Pick<ClusterRegistryOptions, "log"> = {},
): AgentRegistry {
  const createSource = createStaticPlaces(parsePeers(serializePeers(peers)));
  return createRegistry({ createSource, clock: systemClock, log });
}

function readNamespaces(): DiscoveryNamespaces {
  const { discoveryNamespaces } = readConfig();
  if (discoveryNamespaces === undefined) {
    const reason =
      `'namespaces' must be given where '${ENVIRONMENT.discoveryNamespaces}' does not say them. Name them, or ` +
      "give the Agent 'discovery'.";
    throw new SettingsError([{ propertyPath: "namespaces", reason }]);
  }
  return discoveryNamespaces;
}
