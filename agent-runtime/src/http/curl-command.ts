import { A2A_VERSION_HEADER } from "@a2a-js/sdk";
import { type AgentCardDocument, PROTOCOL_VERSION } from "../agent-card.js";

/** A command that sends a first message to the agent and can be copied into a shell. */
export function toCurlCommand({ skills, supportedInterfaces }: AgentCardDocument): string {
  const text = skills[0]?.examples?.[0] ?? "Hello";
  const request = {
    jsonrpc: "2.0",
    id: 1,
    method: "SendMessage",
    params: { message: { messageId: "1", role: "ROLE_USER", parts: [{ text }] } },
  };
  return [
    `curl ${quote(supportedInterfaces[0]?.url ?? "")}`,
    `-H ${quote(`${A2A_VERSION_HEADER}: ${PROTOCOL_VERSION}`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${quote(JSON.stringify(request))}`,
  ].join(" \\\n  ");
}

/** Quotes a text for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
