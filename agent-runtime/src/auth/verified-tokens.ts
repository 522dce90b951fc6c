import type { User } from "@a2a-js/sdk/server";
import { hash } from "node:crypto";
import type { Clock } from "../clock.js";

/**
 * How long a token is accepted without another look. A key that was withdrawn, or a service account
 * that may no longer call, still counts for as long.
 */
export const MAX_TOKEN_AGE_MS = 60_000;

const MAX_TOKENS = 10_000;

/** The tokens that were checked lately, so that a caller's next request costs next to nothing. */
export interface VerifiedTokens {
  get: (token: string) => User | undefined;
  /** @param expiresAtSeconds is the claim `exp`. */
  add: (token: string, user: User, expiresAtSeconds: number) => void;
}

/** Makes a memory of tokens. It keeps their hashes: no token can be read from it. */
export function createVerifiedTokens(
  clock: Pick<Clock, "elapsedMs" | "now">,
  maxTokens: number = MAX_TOKENS,
): VerifiedTokens {
  const entries = new Map<string, { user: User; untilMs: number }>();
  return {
    get: (token) => {
      const key = toKey(token);
      const entry = entries.get(key);
      if (entry === undefined || clock.elapsedMs() < entry.untilMs) {
        return entry?.user;
      }
      entries.delete(key);
      return undefined;
    },
    add: (token, user, expiresAtSeconds) => {
      const key = toKey(token);
      const leftMs = Math.min(expiresAtSeconds * 1000 - clock.now().getTime(), MAX_TOKEN_AGE_MS);
      entries.delete(key);
      entries.set(key, { user, untilMs: clock.elapsedMs() + leftMs });
      // All stay for about as long, so the first is the one that ends first.
      for (const oldest of entries.keys()) {
        if (entries.size <= maxTokens) {
          break;
        }
        entries.delete(oldest);
      }
    },
  };
}

function toKey(token: string): string {
  return hash("sha256", token, "base64");
}
