import { createHash } from "node:crypto";

const CARD = (name: string): string => `{
  "capabilities": {
    "extendedAgentCard": false,
    "pushNotifications": false,
    "streaming": true
  },
  "defaultInputModes": [
    "text/plain"
  ],
  "defaultOutputModes": [
    "text/plain"
  ],
  "description": "Analyzes tables",
  "name": "${name}",
  "skills": [
    {
      "description": "Explains the figures of a table",
      "id": "analyze",
      "name": "Analyze",
      "tags": [
        "data"
      ]
    }
  ],
  "version": "1.4.2"
}
`;

const SKILLS =
  '[{"description":"Explains the figures of a table","id":"analyze","name":"Analyze","tags":["data"]}]';

/** The card as a ConfigMap holds it, and the name of a ConfigMap that changes with it. */
export function buildCard(name: string): { configMap: string; data: Record<string, string> } {
  const data = {
    "card.json": CARD(name),
    AGENT_NAME: name,
    AGENT_DESCRIPTION: "Analyzes tables",
    AGENT_VERSION: "1.4.2",
    AGENT_SKILLS: SKILLS,
  };
  const hash = createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
  return { configMap: `${name}-card-${hash}`, data };
}
