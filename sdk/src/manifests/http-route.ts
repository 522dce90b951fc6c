import { SERVICE_PORT } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentGatewayArgs } from "../agent/exposure-args.js";
import type { AgentManifest } from "../agent/overrides-args.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What the HTTPRoute of an agent is built from. */
export interface HttpRouteFacts extends ObjectFacts {
  hostname: pulumi.Input<string>;
  gateway: AgentGatewayArgs;
  serviceName: pulumi.Input<string>;
}

/** No limit. Many gateways cut an answer after 15 s else, and a stream lasts as long as its task. */
const NO_TIMEOUT = "0s";

/** Leads a host of a Gateway to an agent. */
export function buildHttpRoute({
  name,
  namespace,
  labels,
  hostname,
  gateway,
  serviceName,
}: HttpRouteFacts): AgentManifest {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name, namespace, labels },
    spec: {
      parentRefs: [
        {
          name: gateway.name,
          ...omitEmpty({ namespace: gateway.namespace, sectionName: gateway.sectionName }),
        },
      ],
      hostnames: [hostname],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          timeouts: { request: NO_TIMEOUT, backendRequest: NO_TIMEOUT },
          backendRefs: [{ name: serviceName, port: SERVICE_PORT }],
        },
      ],
    },
  };
}
