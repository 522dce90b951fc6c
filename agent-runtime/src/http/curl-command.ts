import { A2A_VERSION_HEADER } from "@a2a-js/sdk";
import { type AgentCardDocument, PROTOCOL_VERSION } from "../card/card-document.js";

/** A command that sends a first message to the agent and can be copied into a shell. */
export function toCurlCommand(card: AgentCardDocument): string {
  const text = card.skills[0]?.examples?.[0] ?? "Hello";
  // The id is made in the shell: a message that comes again is answered with the task of the first.
  const beforeId =
    '{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"';
  const afterId = `","role":"ROLE_USER","parts":${JSON.stringify([{ text }])}}}}`;
  return [
    `curl ${quote(findUrl(card))}`,
    `-H ${quote(`${A2A_VERSION_HEADER}: ${PROTOCOL_VERSION}`)}`,
    "-H 'Content-Type: application/json'",
    ...toCredentials(card).map((header) => `-H ${header}`),
    `-d ${quote(beforeId)}$(date +%s)${quote(afterId)}`,
  ].join(" \\\n  ");
}

function findUrl({ supportedInterfaces }: AgentCardDocument): string {
  const place = supportedInterfaces.find(
    ({ protocolBinding, protocolVersion }) =>
      protocolBinding === "JSONRPC" && protocolVersion === PROTOCOL_VERSION,
  );
  return place?.url ?? "";
}

/** The headers that show who calls, by the first way that will do. What they hold is a variable. */
function toCredentials({ securityRequirements, securitySchemes }: AgentCardDocument): string[] {
  const names = Object.keys(securityRequirements?.[0]?.schemes ?? {});
  return names.flatMap((name) => {
    const {
      apiKeySecurityScheme: key,
      httpAuthSecurityScheme: httpAuth,
      ...others
    } = securitySchemes?.[name] ?? {};
    if (key !== undefined) {
      return key.location === "header" ? [`${quote(`${key.name}: `)}"$API_KEY"`] : [];
    }
    const isToken = others.oauth2SecurityScheme ?? others.openIdConnectSecurityScheme;
    const scheme = httpAuth?.scheme ?? (isToken && "Bearer");
    return scheme === undefined ? [] : [`${quote(`Authorization: ${scheme} `)}"$TOKEN"`];
  });
}

/** Quotes a text for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
