import {
  API_KEYS_PATH,
  type AuthConfig,
  type AuthSettings,
  type Expect,
  parseSettings,
  type Same,
  SettingsError,
  type SettingsIssue,
  toAuth,
} from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { isDataKey, isFolder } from "../kubernetes-syntax.js";
import { type AgentApiKeyArgs, type AgentAuthArgs, AgentAuthRequirement } from "./auth-args.js";
import { isPlainObject, type PlainObject } from "./plain-object.js";
import { RULES } from "./rules.js";
import { inputObjectName } from "./value-schemas.js";

const text = plain(z.string());
const audiences = plain(
  z
    .array(plain(z.string().refine((audience) => audience.trim() !== "", RULES.someText)))
    .min(1, RULES.noEntries),
);

const REQUIREMENTS = new Map<unknown, AuthSettings["require"]>([
  [AgentAuthRequirement.All, "all"],
  [AgentAuthRequirement.ExtendedCard, "extendedCard"],
]);

/** The shape of the args. What the texts in it must be is in the contract. */
const authSchema = plain(
  z.strictObject({
    require: plain(z.enum(AgentAuthRequirement, RULES.authRequirement)).optional(),
    jwt: plain(
      z.array(
        plain(
          z.strictObject({
            issuer: text,
            audiences,
            jwksUrl: text.optional(),
            userClaim: text.optional(),
            requiredScopes: plain(z.array(text)).optional(),
          }),
        ),
      ),
    ).optional(),
    serviceAccountTokens: plain(
      z.strictObject({
        audiences,
        allowed: plain(
          z.array(plain(z.strictObject({ namespace: text, name: text.optional() }))),
        ).optional(),
      }),
    ).optional(),
    apiKeys: plain(
      z.array(
        plain(
          z.strictObject({
            // Its key is mounted as a file of that name.
            name: plain(z.string().refine((name) => !isFolder(name), RULES.apiKeyFile)),
            secretName: inputObjectName,
            key: inputText(isDataKey, RULES.dataKey),
            header: text.optional(),
          }),
        ),
      ),
    ).optional(),
  }),
);

/** @internal */
export type _AgentAuthArgsInStep = Expect<Same<AgentAuthArgs, z.input<typeof authSchema>>>;

/** How callers show who they are, checked and with the defaults. */
export interface AgentAuth {
  /** What the runtime is told. No keys are in it. */
  config: AuthConfig;
  /** Where the key of each caller is, by the name of the caller. */
  apiKeys: Pick<AgentApiKeyArgs, "name" | "secretName" | "key">[];
}

/**
 * Checks how callers show who they are: the shape here, what is in it in the contract.
 *
 * @throws SettingsError with all issues at once.
 */
export function readAuth(auth: AgentAuthArgs | undefined): AgentAuth | undefined {
  if (auth === undefined) {
    return undefined;
  }
  const shape = attempt(() => parseSettings(z.object({ auth: authSchema }), { auth }).auth);
  const config = attempt(() => toAuth(isPlainObject(auth) ? toAuthSettings(auth) : {}));
  const issues = [
    ...shape.issues,
    ...config.issues.filter(({ propertyPath }) => !isTold(propertyPath, shape.issues)),
  ];
  if (shape.result === undefined || config.result === undefined || issues.length > 0) {
    throw new SettingsError(issues);
  }
  const { apiKeys = [] } = shape.result;
  return {
    config: config.result,
    apiKeys: apiKeys.map(({ name, secretName, key }) => ({ name, secretName, key })),
  };
}

/** The settings of the contract. What has the wrong shape is passed on as it is. */
function toAuthSettings(auth: PlainObject): AuthSettings {
  const { require, jwt, serviceAccountTokens, apiKeys } = auth;
  return {
    require: REQUIREMENTS.get(require),
    jwt: mapEach(jwt, withAudience),
    serviceAccountTokens: isPlainObject(serviceAccountTokens)
      ? withAudience(serviceAccountTokens)
      : serviceAccountTokens,
    apiKeys: mapEach(apiKeys, ({ name, header }) => ({
      name,
      file: `${API_KEYS_PATH}/${String(name)}`,
      header,
    })),
  } as AuthSettings;
}

function withAudience({ audiences, ...others }: PlainObject): PlainObject {
  return { ...others, audience: audiences };
}

function mapEach(list: unknown, convert: (entry: PlainObject) => PlainObject): unknown {
  return Array.isArray(list)
    ? list.map((entry: unknown) => (isPlainObject(entry) ? convert(entry) : entry))
    : list;
}

interface Attempt<T> {
  result?: T;
  issues: readonly SettingsIssue[];
}

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { result: read(), issues: [] };
  } catch (error) {
    if (error instanceof SettingsError) {
      return { issues: error.issues };
    }
    throw error;
  }
}

/** What has the wrong shape breaks rules of the contract too; once is enough. */
function isTold(path: string, issues: readonly SettingsIssue[]): boolean {
  return (
    path.includes(".audience") ||
    issues.some(
      ({ propertyPath: told }) =>
        path === told || path.startsWith(`${told}.`) || path.startsWith(`${told}[`),
    )
  );
}
