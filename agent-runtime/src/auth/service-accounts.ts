import {
  DEFAULT_API_SERVER_CA_FILE,
  DEFAULT_API_SERVER_TOKEN_FILE,
  DEFAULT_API_SERVER_URL,
} from "@berth/contract";
import { RefusedError } from "../errors.js";
import type { ServerTrust } from "./ask-server.js";
import type { ServiceAccountConfig } from "./auth-config.js";
import { createGuardedLoad } from "./guarded-load.js";
import { discoverySchema, toDiscoveryUrl } from "./jwt-issuer.js";
import { createKeySource, KEYS_TIMEOUT_MS } from "./key-source.js";
import { readJson } from "./read-json.js";
import { createTokenRefusal, toShown } from "./refusals.js";
import type { TokenGround, TokenIssuer } from "./token-issuer.js";

/** Where an API server has the keys that its tokens are signed with. */
const KEYS_PATH = "/openid/v1/jwks";

/** The claim `sub` of the token of a service account. */
const SUBJECT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * Makes an issuer out of the API server of a cluster. It is asked for its keys, not about each
 * token: a token whose pod or service account is gone counts until it expires, an hour by default.
 */
export function createServiceAccounts(
  config: ServiceAccountConfig,
  ground: TokenGround,
): TokenIssuer {
  const { allowed, audience } = config;
  const { trust, url } = toApiServer(config);
  const keysUrl = `${url}${KEYS_PATH}`;
  const getKey = createKeySource({
    ...ground,
    url: keysUrl,
    load: (signal) => readJson(keysUrl, trust, signal),
  });
  const getIssuer = createIssuerSource(config.issuer, toDiscoveryUrl(url), trust, ground);

  return {
    getExpectation: async () => ({ issuer: await getIssuer(), audience, getKey }),
    toUserName: ({ sub }) => {
      // A claim may be anything, whatever its type says.
      const [, namespace, name] = (typeof sub === "string" && SUBJECT.exec(sub)) || [];
      if (sub === undefined || namespace === undefined) {
        throw createTokenRefusal(
          `The claim 'sub' of the token (${toShown(sub)}) must be a service account.`,
        );
      }
      const isAllowed = (allowed ?? [{ namespace }]).some(
        (entry) =>
          entry.namespace === namespace && (entry.name === undefined || entry.name === name),
      );
      if (!isAllowed) {
        throw new RefusedError(
          "PERMISSION_DENIED",
          `The service account ${toShown(sub)} may not call this agent: it admits those it was told of only.`,
        );
      }
      return sub;
    },
  };
}

/** An API server of one's own gets no token that was made for another one. */
export function toApiServer(config: ServiceAccountConfig): { url: string; trust: ServerTrust } {
  const { apiServerUrl, caFile, tokenFile } = config;
  return apiServerUrl === undefined
    ? {
        url: DEFAULT_API_SERVER_URL,
        trust: {
          caFile: caFile ?? DEFAULT_API_SERVER_CA_FILE,
          tokenFile: tokenFile ?? DEFAULT_API_SERVER_TOKEN_FILE,
          isTokenOptional: tokenFile === undefined,
        },
      }
    : { url: apiServerUrl.replace(/\/$/, ""), trust: { caFile, tokenFile } };
}

/** Finds the issuer once: that of a cluster stays. */
function createIssuerSource(
  given: string | undefined,
  url: string,
  trust: ServerTrust,
  ground: TokenGround,
): () => Promise<string> {
  const load = createGuardedLoad(
    async (signal) => discoverySchema.parse(await readJson(url, trust, signal)).issuer,
    { ...ground, subject: `The issuer at ${url}` },
  );
  let known = given;
  let loading: Promise<string> | undefined;
  return async () => {
    if (known === undefined) {
      loading ??= load(AbortSignal.timeout(KEYS_TIMEOUT_MS)).finally(() => {
        loading = undefined;
      });
      known = await loading;
    }
    return known;
  };
}
