import { HTTP_PATHS } from "@berth/contract";
import escapeHtml from "escape-html";
import { AUDIENCE_HEADERS } from "../../card/audience-url.js";
import type { AgentCardDocument } from "../../card/card-document.js";
import type { CardSource } from "../../card/card-source.js";
import { toCurlCommand } from "../curl-command.js";
import type { HttpAnswer, HttpRoute } from "../http-exchange.js";
import { toCallersText } from "./callers-text.js";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { margin-bottom: 0; }
  li { margin-bottom: 0.5rem; }
  td { padding-right: 1.5rem; }
  .quiet { opacity: 0.7; }
  .tag { border: 1px solid; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.8rem; opacity: 0.7; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: 0.5rem; }
`;

const HEADERS = {
  "Content-Type": "text/html; charset=UTF-8",
  // The page has nothing but itself.
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
  Vary: ["Accept", ...AUDIENCE_HEADERS].join(", "),
};

/** Makes the page that people see who open the address of the agent in a browser. */
export function createPageRoute(findDocument: CardSource["findDocument"]): HttpRoute {
  const pages = new WeakMap<AgentCardDocument, HttpAnswer>();
  const toAnswer = (card: AgentCardDocument): HttpAnswer => {
    const answer = pages.get(card) ?? { status: 200, headers: HEADERS, body: toPage(card) };
    pages.set(card, answer);
    return answer;
  };
  return ({ headers }) => {
    const found = findDocument(headers);
    return found instanceof Promise ? found.then(toAnswer) : toAnswer(found);
  };
}

function toPage(card: AgentCardDocument): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(card.name)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <h1>${escapeHtml(card.name)}</h1>
    <p class="quiet">An A2A agent, version ${escapeHtml(card.version)}</p>
    <p>${escapeHtml(card.description)}</p>
    <h2>Skills</h2>
    <ul>${card.skills.map(toSkillItem).join("")}
    </ul>
    <h2>Talk to it</h2>
    <p>${escapeHtml(toCallersText(card))}</p>
    <pre><code>${escapeHtml(toCurlCommand(card))}</code></pre>
    <h2>Where it speaks</h2>
    <table>${card.supportedInterfaces.map(toInterfaceRow).join("")}
    </table>
    <p>What other agents read: <a href="${HTTP_PATHS.card.slice(1)}">the card</a>.</p>
  </body>
</html>
`;
}

function toSkillItem({
  name,
  description,
  tags,
  examples = [],
}: AgentCardDocument["skills"][number]): string {
  const marks = tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(" ");
  const lines = examples.map(
    (example) => `<br /><span class="quiet">“${escapeHtml(example)}”</span>`,
  );
  return `
      <li>
        <strong>${escapeHtml(name)}</strong> ${marks}<br />${escapeHtml(description)}${lines.join("")}
      </li>`;
}

function toInterfaceRow({
  protocolBinding,
  protocolVersion,
  url,
}: AgentCardDocument["supportedInterfaces"][number]): string {
  const cells = [`A2A ${protocolVersion}`, protocolBinding, url];
  return `
      <tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
}
