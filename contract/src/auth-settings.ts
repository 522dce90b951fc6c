import { z } from "zod";
import { given, url } from "./card-text.js";
import { ENVIRONMENT } from "./environment.js";
import { parseSettings, SettingsError } from "./settings.js";
import type { Expect, Same } from "./type-check.js";

/** The claim of a token that names its user, unless another one is given. */
export const DEFAULT_USER_CLAIM = "sub";

/** The header that carries an API key, unless another one is given. */
export const DEFAULT_API_KEY_HEADER = "X-API-Key";

/** Where a pod reaches the API server of its cluster. */
export const DEFAULT_API_SERVER_URL = "https://kubernetes.default.svc";

/** Where a pod has the authority of the API server, unless another file is given. */
export const DEFAULT_API_SERVER_CA_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

/** Where a pod has a token for the API server, unless another file is given. */
export const DEFAULT_API_SERVER_TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** How callers of an agent show who they are. At least one way is given. */
export interface AuthSettings {
  /**
   * What only a known caller may do: `all` operations, or only to get the `extendedCard`. Wrong
   * credentials are refused either way. Defaults to `all`.
   */
  require?: "all" | "extendedCard";
  /** The issuers whose tokens (JWT) are accepted. */
  jwt?: JwtIssuerSettings[];
  /** Service accounts of a Kubernetes cluster. */
  serviceAccountTokens?: ServiceAccountTokenSettings;
  /** Callers with a key. */
  apiKeys?: ApiKeySettings[];
}

/** An issuer whose tokens are accepted: an identity provider. */
export interface JwtIssuerSettings {
  /** The claim `iss` of its tokens, such as `https://login.example.com/realms/agents`. */
  issuer: string;
  /** Whom the tokens must be for: one of these is in the claim `aud`. */
  audience: string | string[];
  /**
   * Where the keys of the issuer are (JWKS, RFC 7517). Defaults to what the issuer says at
   * `/.well-known/openid-configuration`.
   */
  jwksUrl?: string;
  /** The claim that names the user within the issuer. Defaults to `sub`. */
  userClaim?: string;
  /** The scopes that a token must have, each of them. Defaults to none. */
  requiredScopes?: string[];
  /** The file with the authorities (PEM) of the issuer's server. Defaults to those of Node. */
  caFile?: string;
}

/**
 * Service accounts of a Kubernetes cluster, which call with a projected token
 * (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken).
 */
export interface ServiceAccountTokenSettings {
  /** Whom the tokens must be for: one of these is in the claim `aud`. */
  audience: string | string[];
  /** The service accounts that may call. Defaults to all of the cluster. */
  allowed?: AllowedServiceAccount[];
  /** The API server, whose keys the tokens are checked with. Defaults to that of the pod. */
  apiServerUrl?: string;
  /**
   * The file with the authorities (PEM) of the API server. Defaults to the mounted one; for an
   * `apiServerUrl` of your own, to those of Node.
   */
  caFile?: string;
  /**
   * The file with the token that the keys are asked for with. Defaults to the mounted one, where
   * there is one; for an `apiServerUrl` of your own, to none.
   */
  tokenFile?: string;
  /** The claim `iss` of the tokens. Defaults to what the API server says. */
  issuer?: string;
}

/** Service accounts that may call. */
export interface AllowedServiceAccount {
  /** The namespace of the service account. */
  namespace: string;
  /** The name of the service account. Defaults to all of the namespace. */
  name?: string;
}

/** A caller with a key. */
export interface ApiKeySettings {
  /** The name of the caller. */
  name: string;
  /** The file with the key, such as one of a mounted Secret; or with several, one on each line. */
  file: string;
  /** The header that carries the key. Defaults to `X-API-Key`. */
  header?: string;
}

const AUDIENCE_RULE = "must be a text, or a list of texts, none of them empty.";
const HEADER_RULE = "must be the name of a header, other than 'Authorization', which has tokens.";
const HTTPS_RULE = "must be an absolute https URL: a token is sent there.";
const ISSUER_RULE = "must be a text without '#', which ends it in the names of users.";
const NAME_RULE = "must be 1 to 63 letters, digits, '.', '_' and '-'.";
const REQUIRE_RULE = "must be 'all' or 'extendedCard'.";
const SCOPE_RULE = "must be a scope: printable characters, no space, no quote, no backslash.";
const WAY_RULE = "must have at least one of 'jwt', 'serviceAccountTokens' and 'apiKeys'.";

const audience = z
  .union([given, z.array(given).min(1, "must have at least one entry.")], AUDIENCE_RULE)
  .transform((audiences) => (typeof audiences === "string" ? [audiences] : audiences));

// A user is told apart by issuer, '#' and name: with a '#' in an issuer two could be one.
const issuer = given.refine((text) => !text.includes("#"), ISSUER_RULE);

/** A token of RFC 9110. */
const header = z
  .string(HEADER_RULE)
  .refine(
    (text) => /^[\w!#$%&'*+.^`|~-]+$/.test(text) && text.toLowerCase() !== "authorization",
    HEADER_RULE,
  );

const jwtIssuer = z
  .strictObject({
    issuer,
    audience,
    jwksUrl: url.optional(),
    userClaim: given.default(DEFAULT_USER_CLAIM),
    // RFC 6749, section 3.3.
    requiredScopes: z
      .array(z.string(SCOPE_RULE).regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, SCOPE_RULE))
      .default([]),
    caFile: given.optional(),
  })
  .superRefine(({ issuer, jwksUrl }, context) => {
    if (jwksUrl === undefined && !url.safeParse(issuer).success) {
      const message = "must be an absolute http or https URL, unless 'jwksUrl' is given.";
      context.addIssue({ code: "custom", path: ["issuer"], input: issuer, message });
    }
  });

const serviceAccountTokens = z.strictObject({
  audience,
  allowed: z
    .array(z.strictObject({ namespace: given, name: given.optional() }))
    .min(1, "must have at least one entry. Leave it out to admit every service account.")
    .optional(),
  apiServerUrl: z.url({ protocol: /^https$/, error: HTTPS_RULE }).optional(),
  caFile: given.optional(),
  tokenFile: given.optional(),
  issuer: issuer.optional(),
});

const apiKey = z.strictObject({
  name: z.string(NAME_RULE).regex(/^[\w.-]{1,63}$/, NAME_RULE),
  file: given,
  header: header.default(DEFAULT_API_KEY_HEADER),
});

const authSchema = z
  .strictObject({
    require: z.enum(["all", "extendedCard"], REQUIRE_RULE).default("all"),
    jwt: z.array(jwtIssuer).default([]),
    serviceAccountTokens: serviceAccountTokens.optional(),
    apiKeys: z.array(apiKey).default([]),
  })
  .superRefine((auth, context) => {
    const { apiKeys, jwt, serviceAccountTokens } = auth;
    if (jwt.length === 0 && apiKeys.length === 0 && serviceAccountTokens === undefined) {
      context.addIssue({ code: "custom", input: auth, message: WAY_RULE });
    }
    const issuers = jwt.map(({ issuer }) => issuer);
    const names = apiKeys.map(({ name }) => name);
    expectDifferent(issuers, "jwt", "issuer", context);
    expectDifferent(names, "apiKeys", "name", context);
    const clusterIssuer = serviceAccountTokens?.issuer;
    if (clusterIssuer !== undefined && issuers.includes(clusterIssuer)) {
      context.addIssue({
        code: "custom",
        path: ["serviceAccountTokens", "issuer"],
        input: clusterIssuer,
        message: "must differ from the issuers in 'jwt'.",
      });
    }
  });

/** @internal */
export type _AuthSettingsInStep = Expect<Same<AuthSettings, z.input<typeof authSchema>>>;

/** How callers show who they are, checked and with the defaults. */
export type AuthConfig = z.output<typeof authSchema>;

/**
 * Checks what a person wrote about authentication and fills in the defaults.
 *
 * @param name names the settings in messages.
 * @throws SettingsError with all issues at once.
 */
export function toAuth(settings: AuthSettings, name = "auth"): AuthConfig {
  const schema = z.object({ [name]: authSchema });
  return parseSettings(schema, { [name]: settings })[name] as AuthConfig;
}

/** Writes how callers show who they are the way the environment carries it. No keys are in it. */
export function serializeAuth(auth: AuthConfig): string {
  return JSON.stringify(auth);
}

/**
 * Reads from the environment how callers show who they are.
 *
 * @throws SettingsError with all issues at once.
 */
export function parseAuth(text: string): AuthConfig {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    const reason = `'${ENVIRONMENT.auth}' must be JSON: ${String(error)}`;
    throw new SettingsError([{ propertyPath: ENVIRONMENT.auth, reason }]);
  }
  return toAuth(settings as AuthSettings, ENVIRONMENT.auth);
}

/** Two of one name would be one. */
function expectDifferent(
  values: readonly string[],
  list: string,
  member: string,
  context: z.RefinementCtx,
): void {
  values.forEach((value, index) => {
    const first = values.indexOf(value);
    if (first !== index) {
      const message = `must differ from '${list}[${first}].${member}'.`;
      context.addIssue({ code: "custom", path: [list, index, member], input: value, message });
    }
  });
}
