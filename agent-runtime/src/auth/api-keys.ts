import type { User } from "@a2a-js/sdk/server";
import { SettingsError } from "@berth/contract";
import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ApiKeyConfig } from "./auth-config.js";
import { createKeyFile, readKeys, toKeyHash } from "./key-file.js";
import { toKeyHeaders } from "./key-headers.js";
import { createRefusal, createUnavailableRefusal, toKeyChallenge } from "./refusals.js";
import type { TokenGround } from "./token-issuer.js";

/** A caller with keys. */
interface KeyHolder {
  user: User;
  /** @throws Error when they cannot be read. */
  getHashes: () => readonly Buffer[];
}

/**
 * Makes what tells whose key is in the headers; nothing when there is none. It throws RefusedError
 * when the key is nobody's, or cannot be checked now.
 *
 * @throws SettingsError when a file cannot be read or has no key, with all issues at once.
 */
export function createApiKeys(
  configs: readonly ApiKeyConfig[],
  ground: TokenGround,
): (headers: IncomingHttpHeaders) => User | undefined {
  expectKeys(configs);
  const keyHeaders = toKeyHeaders(configs).map((header) => {
    const name = header.toLowerCase();
    const holders = configs
      .filter((config) => config.header.toLowerCase() === name)
      .map((config): KeyHolder => ({
        user: { isAuthenticated: true, userName: `apiKey:${config.name}` },
        getHashes: createKeyFile(config, ground),
      }));
    return { name, header, holders };
  });
  return (headers) => {
    const given = keyHeaders.find(({ name }) => headers[name] !== undefined);
    return given && findHolder(given.holders, given.header, String(headers[given.name]));
  };
}

/** Every key is compared, so that the time it takes tells nothing. */
function findHolder(holders: readonly KeyHolder[], header: string, key: string): User {
  const hash = toKeyHash(key);
  const found: User[] = [];
  const failures: unknown[] = [];
  for (const { getHashes, user } of holders) {
    try {
      found.push(...getHashes().flatMap((own) => (timingSafeEqual(own, hash) ? [user] : [])));
    } catch (error) {
      failures.push(error);
    }
  }
  const [user] = found;
  if (user !== undefined) {
    return user;
  }
  throw failures.length > 0
    ? createUnavailableRefusal("The agent cannot check keys now. Try again.", failures[0])
    : createRefusal(`The key in the header '${header}' is not one that the agent knows.`, [
        toKeyChallenge(header),
      ]);
}

/** @throws SettingsError. */
function expectKeys(configs: readonly ApiKeyConfig[]): void {
  const issues = configs.flatMap(({ file }, index) => {
    const propertyPath = `auth.apiKeys[${index}].file`;
    const subject = `'${propertyPath}' (${file})`;
    try {
      const hasKeys = readKeys(file).length > 0;
      return hasKeys ? [] : [{ propertyPath, reason: `${subject} must have a key: it is empty.` }];
    } catch (error) {
      const reason = `${subject} must be a file that can be read: ${String(error)}`;
      return [{ propertyPath, reason }];
    }
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}
