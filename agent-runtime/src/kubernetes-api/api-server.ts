import {
  DEFAULT_API_SERVER_CA_FILE,
  DEFAULT_API_SERVER_TOKEN_FILE,
  DEFAULT_API_SERVER_URL,
} from "@berth/contract";
import type { ServerTrust } from "../auth/ask-server.js";

/** An API server of Kubernetes, and what it is asked with. */
export interface ApiServer {
  /** The address, without a slash at its end. */
  url: string;
  trust: ServerTrust;
}

/**
 * The API server of the cluster that a pod runs in. The files are mounted into pods with a token
 * (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/), and the kubelet replaces them.
 */
export const POD_API_SERVER: ApiServer = {
  url: DEFAULT_API_SERVER_URL,
  trust: { caFile: DEFAULT_API_SERVER_CA_FILE, tokenFile: DEFAULT_API_SERVER_TOKEN_FILE },
};

/** Where a pod with a token finds the name of its namespace. */
export const POD_NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";
