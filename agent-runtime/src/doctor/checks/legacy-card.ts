import { parseSettings } from "@berth/contract";
import { z } from "zod";
import { type Finding, ok, problem, warning } from "../finding.js";
import type { ProbeAnswer } from "../probe.js";
import type { Survey } from "../survey.js";
import { findSettingsIssues } from "./settings-issues.js";

const filled = z.string().min(1, "must be a text that is not empty.");
const texts = z.array(z.string());

/** What callers of A2A 0.3 read of a card, and cannot do without. */
const legacyCardSchema = z.looseObject({
  protocolVersion: z.string().regex(/^0\.\d/, "must be a version such as '0.3.0'."),
  name: filled,
  description: z.string(),
  version: filled,
  url: z.url({ protocol: /^https?$/, error: "must be an absolute http or https URL." }),
  preferredTransport: filled.optional(),
  capabilities: z.looseObject({}),
  defaultInputModes: texts,
  defaultOutputModes: texts,
  skills: z.array(
    z.looseObject({ id: filled, name: filled, description: z.string(), tags: texts }),
  ),
});

const REMEDY =
  "Give callers that send no 'A2A-Version' a whole card of A2A 0.3 (section 5.5 of that version), or none of its members.";

/** Can callers of A2A 0.3 read the card that they get? */
export function checkLegacyCard(
  { legacyCardAnswer: answer }: Survey,
  current: ProbeAnswer,
): Finding[] {
  if (!answer.isAnswer || answer.status !== 200 || answer.json === undefined) {
    return [
      warning(
        `A caller of A2A 0.3 gets no card: ${answer.isAnswer ? `status ${answer.status}` : answer.reason}.`,
        "Answer with the card whatever 'A2A-Version' says: who cannot use it can say so.",
      ),
    ];
  }
  const card = (answer.json ?? {}) as { preferredTransport?: unknown; url?: unknown };
  if (card.url === undefined) {
    return [ok("Callers of A2A 0.3 are not served: their card would have a 'url'.")];
  }
  const issues = findSettingsIssues(() => parseSettings(legacyCardSchema, card as never));
  const isVaried = (answer.headers.get("Vary") ?? "").toLowerCase().includes("a2a-version");
  const findings = [
    ...issues.map(({ reason }) => problem(`On the card for A2A 0.3: ${reason}`, REMEDY)),
    ...(card.preferredTransport === undefined
      ? [
          warning(
            "The card for A2A 0.3 has no 'preferredTransport': callers take its 'url' for one of JSON-RPC.",
            "Say it, such as 'JSONRPC'.",
          ),
        ]
      : []),
    ...(answer.text === current.text || isVaried
      ? []
      : [
          warning(
            "The card differs by version, and caches are not told so.",
            "Send 'Vary: A2A-Version' with it: else a cache hands one version to callers of the other.",
          ),
        ]),
  ];
  return findings.length === 0
    ? [ok("Callers of A2A 0.3 get a card of their own version.")]
    : findings;
}
