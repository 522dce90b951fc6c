import type { IncomingMessage, ServerResponse } from "node:http";
import { type AgentRegistry, createClusterRegistry } from "@berth/agent-runtime";
import { onTestFinished } from "vitest";
import {
  type ApiServerStandIn,
  refuse,
  startApiServerStandIn,
} from "../kubernetes-api/api-server-stand-in.ts";
import type { StoredObject } from "../kubernetes-api/stored-objects.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import { sendJson, toGoodCard } from "./card-servers.ts";

/** An agent as the cluster of a test has it. */
export interface PlayedAgent {
  readonly name: string;
  readonly namespace: string;
  /** How often its card was asked for. */
  cardRequests: number;
  /** Answers for the card; serves a good one by default. */
  answer: (response: ServerResponse, request: IncomingMessage) => void;
  /** The addresses of its pods that are ready, and of those that are not. */
  setPods: (ready: string[], others?: string[]) => void;
  remove: () => void;
}

/** A stand-in for a cluster: an API server that reaches the agents which are played. */
export interface ClusterUnderTest {
  api: ApiServerStandIn;
  /** Deploys an agent with one pod that is ready, unless other pods are given. */
  deploy: (name: string, options?: { namespace?: string; ready?: string[] }) => PlayedAgent;
  /** Makes a registry that ends with its test. */
  watch: (namespaces?: readonly string[] | "all") => AgentRegistry;
  log: RecordedLog;
}

const PROXY =
  /^\/api\/v1\/namespaces\/([^/]+)\/services\/([^/:]+):8000\/proxy\/.well-known\/agent-card\.json$/;

export const labels = { protocol: "a2a" };

export async function startCluster(): Promise<ClusterUnderTest> {
  const api = await startApiServerStandIn();
  const agents = new Map<string, PlayedAgent>();
  const log = createRecordedLog();
  api.intercept = (request, response, url) => {
    const [, namespace, name] = PROXY.exec(url.pathname) ?? [];
    if (namespace === undefined || name === undefined) {
      return false;
    }
    const agent = agents.get(`${namespace}/${name}`);
    if (agent === undefined) {
      refuse(response, 503, "no endpoints available for service");
    } else {
      agent.cardRequests += 1;
      agent.answer(response, request);
    }
    return true;
  };
  return {
    api,
    deploy: (name, { namespace = "agents", ready = ["10.0.0.1"] } = {}) => {
      const agent: PlayedAgent = {
        name,
        namespace,
        cardRequests: 0,
        answer: (response) => {
          sendJson(response, toGoodCard(`http://${name}`, { name: `The ${name}` }));
        },
        setPods: (nowReady, others = []) => {
          api.put("endpointslices", toSlice(agent, nowReady, others));
        },
        remove: () => {
          agents.delete(`${namespace}/${name}`);
          api.remove("endpointslices", namespace, `${name}-x`);
          api.remove("services", namespace, name);
        },
      };
      agents.set(`${namespace}/${name}`, agent);
      api.put("services", {
        metadata: { name, namespace, labels },
        spec: { ports: [{ name: "a2a", port: 8000 }, { port: 1 }] },
      });
      agent.setPods(ready);
      return agent;
    },
    watch: (namespaces = ["agents"]) => {
      const registry = createClusterRegistry({ namespaces, apiUrl: `${api.url}/`, log });
      onTestFinished(registry.close);
      return registry;
    },
    log,
  };
}

/** An EndpointSlice as the controller writes it. */
export function toSlice(
  { name, namespace }: Pick<PlayedAgent, "name" | "namespace">,
  ready: readonly string[],
  others: readonly string[],
): StoredObject {
  return {
    metadata: {
      name: `${name}-x`,
      namespace,
      labels: { ...labels, "kubernetes.io/service-name": name },
    },
    endpoints: [
      ...ready.map((address) => ({ addresses: [address], conditions: { ready: true } })),
      ...others.map((address) => ({ addresses: [address], conditions: { ready: false } })),
    ],
  };
}
