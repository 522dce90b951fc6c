import type * as pulumi from "@pulumi/pulumi";
import type { AgentNetworkPeerArgs } from "./network-args.js";

/**
 * How callers outside the cluster reach the agent: by a route of a Gateway, or by an Ingress. Exactly
 * one of the two is given.
 */
export interface AgentExposureArgs {
  /** The host that callers use. Cards that are asked for under it name it. */
  hostname: pulumi.Input<string>;
  /** Whether callers use https. What they meet outside has the certificate. Defaults to true. */
  tls?: boolean;
  /** The Gateway that a route is attached to. Its API must be installed in the cluster. */
  gateway?: AgentGatewayArgs;
  /** The Ingress that is made. Give it as `{}` where the defaults fit. */
  ingress?: AgentIngressArgs;
  /**
   * The pods that hand the calls over, which the NetworkPolicy admits. Defaults to those in the
   * namespace of the Gateway; must be given with an Ingress.
   */
  from?: AgentNetworkPeerArgs[];
}

/** The Gateway that a route is attached to (https://gateway-api.sigs.k8s.io). */
export interface AgentGatewayArgs {
  /** The name of the Gateway. */
  name: pulumi.Input<string>;
  /** The namespace of the Gateway. Defaults to that of the agent. */
  namespace?: pulumi.Input<string>;
  /** The listener of the Gateway. Defaults to all that fit. */
  sectionName?: pulumi.Input<string>;
}

/** The Ingress that is made. */
export interface AgentIngressArgs {
  /** The class of the Ingress. Defaults to that of the cluster. */
  className?: pulumi.Input<string>;
  /** The Secret with the certificate, in the namespace of the agent. Defaults to none. */
  tlsSecretName?: pulumi.Input<string>;
  /**
   * Annotations for the controller. Those that keep ingress-nginx from buffering streams, and from
   * cutting them after a minute, are there already; yours win.
   */
  annotations?: Record<string, pulumi.Input<string>>;
}
