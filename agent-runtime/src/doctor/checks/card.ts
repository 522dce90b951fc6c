import { type AgentCardSettings, parseServedCard, toMountedCard } from "@berth/contract";
import { type Finding, ok, problem, warning } from "../finding.js";
import { getMediaType, isGuarded } from "../probe.js";
import type { Survey } from "../survey.js";
import { findSettingsIssues } from "./settings-issues.js";
import { checkLegacyCard } from "./legacy-card.js";

/** The members that a card must have (A2A 1.0, section 4.4.1). */
const REQUIRED = [
  "name",
  "description",
  "version",
  "supportedInterfaces",
  "capabilities",
  "defaultInputModes",
  "defaultOutputModes",
  "skills",
];

/** Members that nobody has to give. Some serializers write them all the same, empty. */
const OPTIONAL = [
  "bearerFormat",
  "documentationUrl",
  "examples",
  "extensions",
  "iconUrl",
  "inputModes",
  "oauth2MetadataUrl",
  "outputModes",
  "refreshUrl",
  "securityRequirements",
];

/** Members that come with serving a card: nobody writes them. */
const SERVED_MEMBERS = ["supportedInterfaces", "signatures"];

const CARD_REMEDY = "Mend the card of the agent: others find out from it how to talk to it.";

/** Is there a card, for callers of both versions, and does it say what it must? */
export function checkCard(survey: Survey): Finding[] {
  const { cardAnswer: answer, cardUrl } = survey;
  if (!answer.isAnswer) {
    return [
      problem(
        `Nothing answers at ${cardUrl}: ${answer.reason}.`,
        "Check the address, and that the agent runs. In a cluster, forward its port first: kubectl port-forward service/NAME 8000",
      ),
    ];
  }
  if (answer.status !== 200 || answer.json === undefined) {
    return [
      problem(
        `There is no card: ${cardUrl} answers ${answer.status}${answer.json === undefined ? " without JSON" : ""}.`,
        isGuarded(answer)
          ? "Let everybody read the card: it tells callers how to show who they are."
          : "Serve the card there (A2A 1.0, section 8.2), also where a gateway is in front.",
      ),
    ];
  }
  const issues = findIssues(answer.json);
  const mediaType = getMediaType(answer);
  return [
    ...(issues.length === 0 ? [ok(`The card is complete: ${toSummary(survey)}.`)] : issues),
    ...(mediaType.endsWith("json")
      ? []
      : [
          warning(
            `The card is sent as '${mediaType}'.`,
            "Send it with 'Content-Type: application/json': some callers refuse another one.",
          ),
        ]),
    ...checkLegacyCard(survey, answer),
  ];
}

function toSummary({ card }: Survey): string {
  const { name = "", skills = [], supportedInterfaces = [], version = "" } = card ?? {};
  const bindings = supportedInterfaces.map(
    (entry) => `${entry.protocolBinding} ${entry.protocolVersion}`,
  );
  const count = skills.length === 1 ? "1 skill" : `${skills.length} skills`;
  return `${name} ${version}, ${count}, ${[...new Set(bindings)].join(", ")}`;
}

function findIssues(json: unknown): Finding[] {
  const card = dropEmpty(json);
  const missing = REQUIRED.filter((name) => card[name] === undefined);
  const own = Object.entries(card).filter(
    ([name, value]) => !SERVED_MEMBERS.includes(name) && value !== undefined,
  );
  const others = [
    ...findSettingsIssues(() => parseServedCard(json)),
    ...findSettingsIssues(() =>
      toMountedCard(Object.fromEntries(own) as unknown as AgentCardSettings),
    ),
  ].filter(({ propertyPath }) => !missing.includes(propertyPath));
  const findings = [
    ...missing.map((name) => problem(`The card lacks '${name}'.`, CARD_REMEDY)),
    // A newer version may have members that are not known here.
    ...others.map(({ reason }) =>
      reason.includes("is not a known property")
        ? warning(`On the card: ${reason}`, "Leave it, if a newer version of A2A has it.")
        : problem(`On the card: ${reason}`, CARD_REMEDY),
    ),
  ];
  return findings.filter(
    ({ what }, index) => findings.findIndex((other) => other.what === what) === index,
  );
}

/** An empty member that nobody has to give is as good as none. */
function dropEmpty(json: unknown): Record<string, unknown> {
  const isObject = typeof json === "object" && json !== null;
  return JSON.parse(JSON.stringify(isObject ? json : {}), (key, value: unknown) => {
    const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
    return isEmpty && OPTIONAL.includes(key) ? undefined : value;
  }) as Record<string, unknown>;
}
