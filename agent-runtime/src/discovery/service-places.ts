import { A2A_PROTOCOL, HTTP_PATHS, LABELS } from "@berth/contract";
import type { Clock } from "../clock.js";
import type { ApiServer } from "../kubernetes-api/api-server.js";
import { ApiServerError } from "../kubernetes-api/api-server-error.js";
import { createObjectFeed, type ObjectFeed } from "../kubernetes-api/object-feed.js";
import { toSelection } from "../kubernetes-api/selection.js";
import type { AgentPlace, PlaceSourceFactory } from "./agent-place.js";
import { type FoundService, type FoundSlice, parseService, parseSlice } from "./service-objects.js";

/** The domain of the names of Services, unless a cluster has another one. */
export const DEFAULT_CLUSTER_DOMAIN = "cluster.local";

/** The controller gives an EndpointSlice the labels of its Service: those of other programs do not come. */
const LABEL_SELECTOR = `${LABELS.protocol}=${A2A_PROTOCOL}`;

const PROXY_REMEDY = "Start 'kubectl proxy', and give the address that it prints.";

const RIGHTS_REMEDY =
  " Give whoever asks the verbs get, list and watch on services and on endpointslices (discovery.k8s.io).";

/** What tells that nothing can be sent to the agent. */
const NO_PORT = {
  propertyPath: "spec.ports",
  reason: "'spec.ports' must have an entry: the first port of the Service is the one for A2A.",
};

export interface ServicePlacesOptions {
  server: ApiServer;
  /** Undefined: all of the cluster. */
  namespaces: readonly string[] | undefined;
  /**
   * Names what says where the API server is, in messages. With it cards are read through the API server, from
   * where the names of Services do not resolve.
   */
  proxySetting: string | undefined;
  clusterDomain: string;
  clock: Clock;
  random?: (() => number) | undefined;
}

/** The places of Services with the label `protocol: a2a`, kept current by the API server. */
export function createServicePlaces(options: ServicePlacesOptions): PlaceSourceFactory {
  const { clock, namespaces, random, server } = options;
  return (onChange) => {
    let known: ReadonlyMap<string, AgentPlace> | undefined;
    const feedAll = <Value>(
      group: string,
      resource: string,
      parse: (object: unknown) => Value | undefined,
    ): ObjectFeed<Value>[] =>
      (namespaces ?? [undefined]).map((namespace) =>
        createObjectFeed({
          server,
          selection: toSelection(group, resource, namespace, LABEL_SELECTOR),
          parse,
          clock,
          random,
          onChange: () => {
            known = undefined;
            onChange();
          },
        }),
      );
    const services = feedAll("/api/v1", "services", parseService);
    const slices = feedAll("/apis/discovery.k8s.io/v1", "endpointslices", parseSlice);
    const feeds = [...services, ...slices];
    return {
      get places() {
        known ??= joinPlaces(services, slices, options);
        return known;
      },
      get isSettled() {
        return !feeds.some(isAwaited);
      },
      get failures() {
        const texts = feeds.flatMap(({ failure }) =>
          failure === undefined ? [] : [toFailureText(failure, options)],
        );
        return [...new Set(texts)];
      },
      close: () => {
        for (const feed of feeds) {
          feed.close();
        }
      },
    };
  };
}

function toFailureText(
  failure: Error,
  { proxySetting, server }: Pick<ServicePlacesOptions, "proxySetting" | "server">,
): string {
  if (!(failure instanceof ApiServerError)) {
    return failure.message;
  }
  if (proxySetting !== undefined && failure.isFromElsewhere) {
    const reason = failure.reason.replace(/\.$/, "");
    return `'${proxySetting}' (${server.url}) must be the address of an API server: ${reason}. ${PROXY_REMEDY}`;
  }
  return `${failure.message}${failure.kind === "403" ? RIGHTS_REMEDY : ""}`;
}

/** True before the first answer. */
function isAwaited({ failure, objects }: ObjectFeed<unknown>): boolean {
  return objects === undefined && failure === undefined;
}

/** The feeds of both kinds are in the order of their namespaces. */
function joinPlaces(
  services: readonly ObjectFeed<FoundService>[],
  slices: readonly ObjectFeed<FoundSlice>[],
  options: ServicePlacesOptions,
): ReadonlyMap<string, AgentPlace> {
  const places = new Map<string, AgentPlace>();
  for (const [index, { objects }] of services.entries()) {
    const feed = slices[index];
    if (feed === undefined || isAwaited(feed)) {
      continue;
    }
    const ready = collectReady(feed);
    for (const [key, service] of objects ?? []) {
      places.set(key, toPlace(service, ready && (ready.get(key) ?? []), options));
    }
  }
  return places;
}

/** The addresses that are ready, by their Service. Undefined when nobody is allowed to know. */
function collectReady({ objects }: ObjectFeed<FoundSlice>): Map<string, string[]> | undefined {
  if (objects === undefined) {
    return undefined;
  }
  const ready = new Map<string, string[]>();
  for (const slice of objects.values()) {
    ready.set(slice.service, [...(ready.get(slice.service) ?? []), ...slice.ready]);
  }
  return ready;
}

function toPlace(
  { name, namespace, port }: FoundService,
  ready: readonly string[] | undefined,
  { clusterDomain, proxySetting, server }: ServicePlacesOptions,
): AgentPlace {
  const end = port === undefined ? "" : `:${port}`;
  const url = `http://${name}.${namespace}.svc.${clusterDomain}${end}`;
  const proxyUrl = `${server.url}/api/v1/namespaces/${namespace}/services/${name}${end}/proxy`;
  return {
    name,
    namespace,
    url,
    cardUrl: `${proxySetting === undefined ? url : proxyUrl}${HTTP_PATHS.card}`,
    isReady: ready && ready.length > 0,
    edition: [...(ready ?? [])].sort().join(),
    issues: port === undefined ? [NO_PORT] : [],
  };
}
