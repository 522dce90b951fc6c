import { AgentCard, type AgentInterface } from "@a2a-js/sdk";
import type { Transport } from "@a2a-js/sdk/client";
import { parseServedCard } from "@berth/contract";
import { LEGACY_PROTOCOL_VERSION, PROTOCOL_VERSION } from "../card/card-document.js";
import { createJsonRpcTransport } from "./json-rpc-transport.js";
import type { UpstreamConnection } from "./upstream-connection.js";
import { createUpstreamFetch } from "./upstream-fetch.js";

const JSON_RPC = "JSONRPC";
const HTTP_JSON = "HTTP+JSON";

/** What an agent speaks whose card says nothing of it. */
const DEFAULT_INTERFACE: AgentInterface = {
  url: "",
  protocolBinding: JSON_RPC,
  protocolVersion: PROTOCOL_VERSION,
  tenant: "",
};

/** How an agent behind the proxy is called. */
export interface ServedAgent {
  /** Its own card, as one of A2A 1.0. Undefined when it serves none that can be read. */
  card: AgentCard | undefined;
  /** Calls it, in the version and by the binding that it speaks. */
  transport: Transport;
  /** The interface that is called. */
  called: AgentInterface;
}

export interface ServedAgentOptions {
  /** Where the agent listens. Its path is where JSON-RPC is taken when the card does not say so. */
  url: string;
  /** Where the agent takes JSON-RPC, in place of what its card says. */
  rpcPath: string | undefined;
  connection: UpstreamConnection;
}

/**
 * Reads the card that an agent serves, of A2A 1.0, 0.3 or 0.2. The SDK makes one of 1.0 of those before it.
 *
 * @throws SettingsError when it lacks what a caller needs.
 */
export async function readServedCard(json: unknown): Promise<AgentCard> {
  const { supportedInterfaces } = (json ?? {}) as { supportedInterfaces?: unknown };
  if (Array.isArray(supportedInterfaces)) {
    return AgentCard.fromJSON(parseServedCard(json));
  }
  const { DefaultAgentCardResolver } = await import("@a2a-js/sdk/client");
  const resolver = new DefaultAgentCardResolver({ legacyCompat: { enabled: true } });
  const normalized = resolver.normalizeAgentCard(json);
  return normalized === json ? AgentCard.fromJSON(parseServedCard(json)) : normalized;
}

/** Makes what calls an agent by its card, or by what most agents are like when it has none. */
export async function createServedAgent(
  card: AgentCard | undefined,
  { connection, rpcPath, url }: ServedAgentOptions,
): Promise<ServedAgent> {
  const chosen = chooseInterface(card?.supportedInterfaces ?? []) ?? DEFAULT_INTERFACE;
  const isJsonRpc = chosen.protocolBinding === JSON_RPC;
  const called = {
    ...chosen,
    url: toLocalUrl(url, (isJsonRpc ? rpcPath : undefined) ?? chosen.url),
  };
  return { card, called, transport: await createTransport(called, connection) };
}

async function createTransport(
  called: AgentInterface,
  connection: UpstreamConnection,
): Promise<Transport> {
  const isJsonRpc = called.protocolBinding === JSON_RPC;
  if (isJsonRpc && called.protocolVersion === PROTOCOL_VERSION) {
    const { pathname, search } = new URL(called.url);
    return createJsonRpcTransport(connection, `${pathname}${search}`);
  }
  // Loaded where it is needed: most agents are called without it.
  const { JsonRpcTransportFactory, RestTransportFactory } = await import("@a2a-js/sdk/client");
  const options = { fetchImpl: createUpstreamFetch(connection), legacyCompat: { enabled: true } };
  /* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- The classes of the
     options are not exported, and have no methods. */
  const factory = isJsonRpc
    ? new JsonRpcTransportFactory(options)
    : new RestTransportFactory(options);
  /* eslint-enable */
  const card = { supportedInterfaces: [called] } as unknown as AgentCard;
  return factory.create(called.url, card);
}

/** The newest version first, then JSON-RPC: every framework speaks it. */
const PREFERENCES: readonly [binding: string, isLegacy: boolean][] = [
  [JSON_RPC, false],
  [HTTP_JSON, false],
  [JSON_RPC, true],
  [HTTP_JSON, true],
];

function chooseInterface(interfaces: readonly AgentInterface[]): AgentInterface | undefined {
  for (const [binding, isLegacy] of PREFERENCES) {
    const found = interfaces.find(
      ({ protocolBinding, protocolVersion }) =>
        protocolBinding.toUpperCase() === binding && protocolVersion.startsWith("1.") !== isLegacy,
    );
    if (found !== undefined) {
      return {
        ...found,
        protocolBinding: binding,
        protocolVersion: isLegacy ? LEGACY_PROTOCOL_VERSION : PROTOCOL_VERSION,
      };
    }
  }
  return undefined;
}

/**
 * The URL of the agent at the path of another one, byte for byte: some servers take a path with a
 * slash at its end, some without, and none both. Where a card says that the agent is, only the path of
 * it is true within a pod.
 */
function toLocalUrl(url: string, pathOrUrl: string): string {
  const named = pathOrUrl === "" ? null : URL.parse(pathOrUrl, url);
  return named === null ? url : new URL(`${named.pathname}${named.search}`, url).href;
}
