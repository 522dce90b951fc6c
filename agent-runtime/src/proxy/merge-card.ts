import { AgentCard, type SecurityRequirement } from "@a2a-js/sdk";
import {
  type AgentCardSettings,
  type AgentSecurityRequirement,
  DEFAULT_MODES,
  type MountedCard,
  toMountedCard,
} from "@berth/contract";

const TEXT_TYPE = "text/plain";

/** What a card says that is written by hand; the rest is what a place makes of it. */
const WRITTEN_MEMBERS = [
  "name",
  "description",
  "version",
  "provider",
  "documentationUrl",
  "iconUrl",
  "capabilities",
  "securitySchemes",
  "securityRequirements",
  "defaultInputModes",
  "defaultOutputModes",
  "skills",
] as const;

/**
 * Puts a card together of the one that was mounted and the one that the agent serves.
 *
 * What the deployer says of the agent counts: names, description, version, skills. What the agent can do
 * counts as it says it: whether it streams and notifies, which extensions it speaks, how it authenticates
 * callers, and which media it takes where the deployer names none.
 */
export function mergeCards(mounted: MountedCard, served: AgentCard | undefined): MountedCard {
  if (served === undefined) {
    return mounted;
  }
  const { capabilities, defaultInputModes, defaultOutputModes, ...own } = toWritten(served);
  const extensions = [
    ...(mounted.capabilities.extensions ?? []),
    ...(capabilities?.extensions ?? []).filter(
      ({ uri }) => !mounted.capabilities.extensions?.some((known) => known.uri === uri),
    ),
  ];
  const isSecured = mounted.securitySchemes !== undefined;
  return {
    ...mounted,
    ...(isSecured || own.securitySchemes === undefined
      ? {}
      : {
          securitySchemes: own.securitySchemes,
          ...(own.securityRequirements === undefined
            ? {}
            : { securityRequirements: own.securityRequirements }),
        }),
    capabilities: {
      ...mounted.capabilities,
      streaming: mounted.capabilities.streaming && capabilities?.streaming === true,
      pushNotifications: capabilities?.pushNotifications === true,
      ...(extensions.length === 0 ? {} : { extensions }),
    },
    defaultInputModes: chooseModes(mounted.defaultInputModes, defaultInputModes),
    defaultOutputModes: chooseModes(mounted.defaultOutputModes, defaultOutputModes),
  };
}

/**
 * Makes a card of the one that the agent serves, where none was mounted.
 *
 * @throws SettingsError when it lacks what A2A wants of a card, with all issues at once.
 */
export function toOwnCard(served: AgentCard): MountedCard {
  const written = toWritten(served);
  // The proxy has no extended card to hand out.
  const capabilities = { ...written.capabilities, extendedAgentCard: false };
  return toMountedCard({ ...written, capabilities });
}

function toWritten(served: AgentCard): AgentCardSettings {
  const json = AgentCard.toJSON(served) as Record<string, unknown>;
  const written = WRITTEN_MEMBERS.flatMap((name) =>
    json[name] === undefined ? [] : [[name, json[name]] as const],
  );
  return {
    ...(Object.fromEntries(written) as unknown as AgentCardSettings),
    defaultInputModes: toMediaTypes(served.defaultInputModes),
    defaultOutputModes: toMediaTypes(served.defaultOutputModes),
    ...(served.securityRequirements.length === 0
      ? {}
      : { securityRequirements: served.securityRequirements.map(toRequirement) }),
  };
}

/** The serializer of the SDK leaves out lists that are empty, and these must not be missing. */
function toRequirement({ schemes }: SecurityRequirement): AgentSecurityRequirement {
  return {
    schemes: Object.fromEntries(
      Object.entries(schemes).map(([name, { list }]) => [name, { list: [...list] }]),
    ),
  };
}

/** Cards of A2A 0.2 and 0.3 say `text` for the media type of plain text. */
function toMediaTypes(modes: readonly string[]): string[] {
  const types = modes.map((mode) => (mode === "text" ? TEXT_TYPE : mode));
  return types.length === 0 ? DEFAULT_MODES : types.filter((type) => type.includes("/"));
}

/** Those that were mounted, unless they are what a card has that names none. */
function chooseModes(mounted: string[], served: readonly string[] | undefined): string[] {
  const isDefault = mounted.join() === DEFAULT_MODES.join();
  return isDefault && served !== undefined && served.length > 0 ? [...served] : mounted;
}
