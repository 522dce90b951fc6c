import { PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NO_WAIT_ANNOTATION } from "./await-annotations.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What the Ingress of an agent is built from. */
export interface IngressFacts extends ObjectFacts {
  hostname: pulumi.Input<string>;
  ingress: IngressSettings;
  serviceName: pulumi.Input<string>;
}

/** What decides how the controller serves an Ingress. */
export interface IngressSettings {
  className?: pulumi.Input<string>;
  tlsSecretName?: pulumi.Input<string>;
  annotations: Record<string, pulumi.Input<string>>;
}

const NGINX_PREFIX = "nginx.ingress.kubernetes.io/";

/** Between two events of a stream ingress-nginx waits a minute by default. */
const NGINX_TIMEOUT_SECONDS = "3600";

/** What a stream needs, and what does not wait for an address that some controllers never tell. */
const ANNOTATIONS = {
  ...NO_WAIT_ANNOTATION,
  [`${NGINX_PREFIX}proxy-buffering`]: "off",
  [`${NGINX_PREFIX}proxy-read-timeout`]: NGINX_TIMEOUT_SECONDS,
  [`${NGINX_PREFIX}proxy-send-timeout`]: NGINX_TIMEOUT_SECONDS,
};

/** Leads a host of an Ingress controller to an agent. */
export function buildIngress({
  name,
  namespace,
  labels,
  hostname,
  ingress,
  serviceName,
}: IngressFacts): k8s.types.input.networking.v1.Ingress {
  const { className, tlsSecretName } = ingress;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name,
      namespace,
      labels,
      annotations: { ...ANNOTATIONS, ...ingress.annotations },
    },
    spec: {
      ...omitEmpty({ ingressClassName: className }),
      ...(tlsSecretName === undefined
        ? {}
        : { tls: [{ hosts: [hostname], secretName: tlsSecretName }] }),
      rules: [
        {
          host: hostname,
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: serviceName, port: { name: PORT_NAMES.a2a } } },
              },
            ],
          },
        },
      ],
    },
  };
}
