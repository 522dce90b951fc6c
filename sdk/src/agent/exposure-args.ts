import type * as pulumi from "@pulumi/pulumi";
import type { AgentNetworkPeerArgs } from "./network-args.js";

/**
 * How callers outside the cluster reach the agent: by a route of a Gateway
 * (https://gateway-api.sigs.k8s.io/api-types/httproute/), or by an Ingress
 * (https://kubernetes.io/docs/concepts/services-networking/ingress/). Exactly one of the two is given.
 */
export interface AgentExposureArgs {
  /**
   * The host that callers use. Cards that are asked for under it name it. In the runtime mode None the
   * card is the image's own, and names what `AGENT_URL` says: the address within the cluster.
   */
  hostname: pulumi.Input<string>;
  /** Whether callers use https. What they meet outside has the certificate. Defaults to true. */
  tls?: boolean;
  /** The Gateway that a route is attached to. Its API must be installed in the cluster. */
  gateway?: AgentGatewayArgs;
  /** The Ingress that is made. Give it as `{}` where the defaults fit. */
  ingress?: AgentIngressArgs;
  /**
   * The pods that hand the calls over, which the NetworkPolicy admits. Defaults to those in the
   * namespace of the Gateway, which is right only where its proxies run there: others are to be given,
   * and a Gateway outside the pod network, such as a cloud's load balancer, by its `cidr`. Must be
   * given with an Ingress.
   */
  from?: AgentNetworkPeerArgs[];
}

/** The Gateway that a route is attached to (https://gateway-api.sigs.k8s.io/api-types/gateway/). */
export interface AgentGatewayArgs {
  /** The name of the Gateway. */
  name: pulumi.Input<string>;
  /** The namespace of the Gateway. Defaults to that of the agent. */
  namespace?: pulumi.Input<string>;
  /** The listener of the Gateway. Defaults to all that fit. */
  sectionName?: pulumi.Input<string>;
}

/** The Ingress that is made (https://kubernetes.io/docs/concepts/services-networking/ingress/). */
export interface AgentIngressArgs {
  /** The class of the Ingress. Defaults to that of the cluster. */
  className?: pulumi.Input<string>;
  /**
   * The Secret with the certificate, in the namespace of the agent. Defaults to none. Not to be given
   * where `tls` is false.
   */
  tlsSecretName?: pulumi.Input<string>;
  /**
   * Annotations for the controller. Those that keep ingress-nginx from buffering streams, and from
   * cutting them after a minute, are there already; yours win.
   */
  annotations?: Record<string, pulumi.Input<string>>;
}
