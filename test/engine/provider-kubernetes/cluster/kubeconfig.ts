import * as fs from "node:fs";
import { KubeConfig, type RequestContext } from "@kubernetes/client-node";

export interface KubeconfigChoice {
  /** A path or the text itself; without it KUBECONFIG, `~/.kube/config`, or the pod's service account. */
  kubeconfig?: string;
  context?: string;
  cluster?: string;
}

type Dispatcher = Parameters<RequestContext["setDispatcher"]>[0];

/**
 * A KubeConfig whose requests and watches share one connection pool. The library makes a new one for every request,
 * and with it a TLS handshake.
 */
class PooledKubeConfig extends KubeConfig {
  #dispatcher: Dispatcher | undefined;

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context);
    this.#dispatcher ??= context.getDispatcher();
    if (this.#dispatcher !== undefined) {
      context.setDispatcher(this.#dispatcher);
    }
  }
}

/**
 * Reads the kubeconfig and picks context and cluster.
 * @throws when it cannot be read, names no cluster, or names one over plain http without skipping TLS verification.
 */
export function loadKubeconfig(choice: KubeconfigChoice): KubeConfig {
  const config = new PooledKubeConfig();
  const given = choice.kubeconfig ?? "";
  if (given === "") {
    config.loadFromDefault();
  } else if (given.includes("\n") || given.trimStart().startsWith("{")) {
    config.loadFromString(given);
  } else if (fs.existsSync(given)) {
    config.loadFromFile(given);
  } else {
    throw new Error(`kubeconfig: there is no file ${JSON.stringify(given)}`);
  }
  if (choice.context !== undefined) {
    config.setCurrentContext(choice.context);
  }
  const { cluster: chosen } = choice;
  if (chosen !== undefined) {
    const current = config.getCurrentContext();
    config.contexts = config.contexts.map((context) =>
      context.name === current ? { ...context, cluster: chosen } : context,
    );
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new Error(
      `kubeconfig: no cluster for context ${JSON.stringify(config.getCurrentContext())}`,
    );
  }
  if (cluster.server.startsWith("http:") && !cluster.skipTLSVerify) {
    throw new Error(
      `kubeconfig: ${cluster.server} is plain http; use https, or set insecure-skip-tls-verify`,
    );
  }
  return config;
}
