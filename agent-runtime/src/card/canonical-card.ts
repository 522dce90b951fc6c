import type { AgentSecurityRequirement, AgentSecurityScheme } from "@berth/contract";
import type { AgentCardDocument } from "./card-document.js";

/**
 * The text of a card that is signed (A2A 1.0, section 8.4.1): canonical JSON (RFC 8785) of the card
 * without its signatures, and without members that have their default and need not be there.
 */
export function toCanonicalCard(document: AgentCardDocument): string {
  const { capabilities, securityRequirements, securitySchemes, skills, ...rest } = document;
  return toCanonicalJson({
    ...rest,
    signatures: undefined,
    capabilities: {
      ...capabilities,
      extensions: toGivenList(
        capabilities.extensions?.map((extension) => ({
          ...extension,
          required: extension.required === true ? true : undefined,
        })),
      ),
    },
    securitySchemes: toGivenMap(mapValues(securitySchemes ?? {}, withoutDefaults)),
    securityRequirements: toGivenRequirements(securityRequirements),
    skills: skills.map((skill) => ({
      ...skill,
      examples: toGivenList(skill.examples),
      securityRequirements: toGivenRequirements(skill.securityRequirements),
    })),
  });
}

/** Writes a value as canonical JSON (RFC 8785). Members that are undefined are not there. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(toCanonicalJson).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) {
    // JSON.stringify writes texts and numbers the way the RFC demands.
    return JSON.stringify(value);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${toCanonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

function withoutDefaults(scheme: AgentSecurityScheme): AgentSecurityScheme {
  const oauth2 = scheme.oauth2SecurityScheme;
  const authorizationCode = oauth2?.flows.authorizationCode;
  return oauth2 === undefined || authorizationCode?.pkceRequired !== false
    ? scheme
    : {
        oauth2SecurityScheme: {
          ...oauth2,
          flows: { authorizationCode: { ...authorizationCode, pkceRequired: undefined } },
        },
      };
}

function toGivenRequirements(requirements: AgentSecurityRequirement[] | undefined): unknown {
  return toGivenList(
    requirements?.map(({ schemes }) => ({
      schemes: toGivenMap(mapValues(schemes, ({ list }) => ({ list: toGivenList(list) }))),
    })),
  );
}

function toGivenList<Entry>(list: readonly Entry[] | undefined): readonly Entry[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

function toGivenMap<Value>(map: Record<string, Value>): Record<string, Value> | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

function mapValues<Value, Result>(
  map: Record<string, Value>,
  convert: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, convert(value)]));
}
