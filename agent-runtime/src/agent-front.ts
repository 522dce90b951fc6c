import type { AuthConfig } from "@berth/contract";
import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import type { AgentPlace, Ground } from "./agent-core.js";
import type { AgentLog } from "./agent-task.js";
import type { Authenticator } from "./auth/authenticator.js";
import { createCardSigner } from "./card/card-signer.js";
import { type CardSource, type CardSourceOptions, createCardSource } from "./card/card-source.js";
import type { SigningKey } from "./card/signing-key.js";
import { createAgentApp } from "./http/app.js";
import type { HttpApp } from "./http/router.js";
import { createRequestLog } from "./log.js";
import type { Metrics } from "./metrics.js";
import { createReplicas, type Replicas, type ReplicasOptions } from "./siblings/replicas.js";
import type { Tracing } from "./tracing/tracing.js";

export interface AgentFrontOptions extends Pick<Ground, "clock" | "config"> {
  /** Undefined: nobody is asked who they are. */
  auth: AuthConfig | undefined;
  authenticator: Authenticator;
  signingKey: SigningKey | undefined;
  tracing: Tracing;
  metrics: Metrics;
  log: AgentLog;
  /** True from the moment the process was told to go. */
  isLeaving: () => boolean;
}

/** What the front of an agent leads to. */
export interface AgentBehind extends Pick<CardSourceOptions, "cards" | "complete"> {
  registry: ReplicasOptions["registry"];
  /** Makes what answers for this replica, by the cards as they are at each request. */
  createHandler: (cards: CardSource) => A2ARequestHandler;
}

/** What is the same wherever an agent works: its cards, its callers, its replicas and its bindings. */
export interface AgentFront {
  /** Makes what answers on the port for A2A. Called once. */
  open: (place: AgentPlace, behind: AgentBehind) => Promise<HttpApp>;
  /** Undefined until it is open. */
  readonly cards: CardSource | undefined;
  /** Undefined until it is open, and where there are no others. */
  readonly replicas: Replicas | undefined;
  close: () => void;
}

/** Makes the front of an agent. */
export function createAgentFront(options: AgentFrontOptions): AgentFront {
  const { auth, authenticator, clock, config, log, metrics, signingKey, tracing } = options;
  const logRequest = createRequestLog(log);
  let cards: CardSource | undefined;
  let replicas: Replicas | undefined;
  return {
    get cards() {
      return cards;
    },
    get replicas() {
      return replicas;
    },
    open: async ({ port, url }, { createHandler, registry, ...behind }) => {
      const source = await createCardSource({
        ...behind,
        url,
        isCompatOn: config.compatibility !== "off",
        forwardedHosts: config.forwardedHosts,
        security: auth === undefined ? undefined : authenticator,
        signer: signingKey === undefined ? undefined : await createCardSigner(signingKey),
        clock,
        log,
        onCard: metrics.setAgent,
      });
      cards = source;
      const local = createHandler(source);
      replicas = createReplicas(config.siblingsHost, {
        port,
        ownAddresses: config.podIp === undefined ? [] : [config.podIp],
        registry,
        credentialHeaders: authenticator.credentialHeaders,
        getTraceHeaders: tracing.getHeaders,
        maxBodyBytes: config.maxBodyBytes,
        isLeaving: options.isLeaving,
        clock,
        log,
      });
      return createAgentApp({
        cards: source,
        handler: replicas?.wrap(local) ?? local,
        moreRoutes: replicas?.routes ?? [],
        maxBodyBytes: config.maxBodyBytes,
        compatibility: config.compatibility,
        ...(auth === undefined ? {} : { authenticate: authenticator.authenticate }),
        tracing,
        clock,
        metrics: {
          ...metrics,
          onRequest: (answered) => {
            metrics.onRequest(answered);
            logRequest(answered);
          },
        },
        log,
      });
    },
    close: () => {
      cards?.close();
      replicas?.close();
    },
  };
}
