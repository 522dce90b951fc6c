import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from "jose";
import { JOSEError, JWKSNoMatchingKey } from "jose/errors";
import { createGuardedLoad, type GuardedLoadOptions } from "./guarded-load.js";

/** How long a server of keys may take. */
export const KEYS_TIMEOUT_MS = 5_000;

/** How old keys may be: one that its issuer has withdrawn is not accepted for longer. */
export const MAX_KEY_AGE_MS = 10 * 60_000;

/** How long keys are kept when a token names another one: a new key is found after that. */
export const NEW_KEY_WAIT_MS = 10_000;

export interface KeySourceOptions extends Omit<GuardedLoadOptions, "subject"> {
  /** Where the keys are. */
  url: string;
  /** Reads the set of keys (JWKS). */
  load: (signal: AbortSignal) => Promise<unknown>;
}

/**
 * Makes what finds the key that a token is signed with. Keys are read when they are first needed,
 * when they are old, and when a token names one that is not there. Those that are known are used on
 * while the server does not answer.
 *
 * What it returns throws KeysUnavailableError when the key cannot be had now, and an error of jose
 * when there is none.
 */
export function createKeySource({ clock, load, log, url }: KeySourceOptions): JWTVerifyGetKey {
  const guardedLoad = createGuardedLoad(
    async (signal) => {
      const keys = await load(signal);
      // Throws where this is no set of keys.
      createLocalJWKSet(keys as JSONWebKeySet);
      return keys;
    },
    { subject: `The keys at ${url}`, clock, log },
  );
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cacheMaxAge: MAX_KEY_AGE_MS,
    cooldownDuration: NEW_KEY_WAIT_MS,
    [customFetch]: async (_, { signal }) => Response.json(await guardedLoad(signal)),
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const known = remote.jwks();
      if (error instanceof JOSEError || known === undefined) {
        throw error;
      }
      try {
        return await createLocalJWKSet(known)(header, token);
      } catch (knownError) {
        // A key that is not known may be one of those that could not be read.
        throw knownError instanceof JWKSNoMatchingKey ? error : knownError;
      }
    }
  };
}
