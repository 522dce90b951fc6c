import { z } from "zod";
import type { AgentSecurityRequirement, AgentSecurityScheme } from "./agent-card.js";
import { given, url } from "./card-text.js";
import type { Expect, Same } from "./type-check.js";

const LOCATION_RULE = "must be 'query', 'header' or 'cookie'.";

const scopes = z.record(z.string(), z.string());

const flows = z
  .strictObject({
    authorizationCode: z
      .strictObject({
        authorizationUrl: url,
        tokenUrl: url,
        refreshUrl: url.optional(),
        scopes,
        pkceRequired: z.boolean().optional(),
      })
      .optional(),
    clientCredentials: z
      .strictObject({ tokenUrl: url, refreshUrl: url.optional(), scopes })
      .optional(),
    deviceCode: z
      .strictObject({
        deviceAuthorizationUrl: url,
        tokenUrl: url,
        refreshUrl: url.optional(),
        scopes,
      })
      .optional(),
  })
  .refine(hasOneMember, "must have exactly one flow.");

const description = given.optional();

/** The schema of a way to authenticate. */
export const securityScheme = z
  .strictObject({
    apiKeySecurityScheme: z
      .strictObject({
        description,
        location: given.refine(
          (text) => ["query", "header", "cookie"].includes(text),
          LOCATION_RULE,
        ),
        name: given,
      })
      .optional(),
    httpAuthSecurityScheme: z
      .strictObject({ description, scheme: given, bearerFormat: given.optional() })
      .optional(),
    oauth2SecurityScheme: z
      .strictObject({ description, flows, oauth2MetadataUrl: url.optional() })
      .optional(),
    openIdConnectSecurityScheme: z.strictObject({ description, openIdConnectUrl: url }).optional(),
    mtlsSecurityScheme: z.strictObject({ description }).optional(),
  })
  .refine(hasOneMember, "must have exactly one scheme.");

/** The schema of what a caller must meet. */
export const securityRequirement = z.strictObject({
  schemes: z.record(z.string(), z.strictObject({ list: z.array(given) })),
});

/** @internal */
export type _SecuritySchemeInStep = Expect<
  Same<AgentSecurityScheme, z.input<typeof securityScheme>>
>;

/** @internal */
export type _SecurityRequirementInStep = Expect<
  Same<AgentSecurityRequirement, z.input<typeof securityRequirement>>
>;

function hasOneMember(value: object): boolean {
  return Object.values(value).filter((member) => member !== undefined).length === 1;
}
