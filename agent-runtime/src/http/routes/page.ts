import { HTTP_PATHS } from "@berth/contract";
import escapeHtml from "escape-html";
import type { AgentCardDocument } from "../../agent-card.js";
import { toCurlCommand } from "../curl-command.js";
import type { HttpRoute } from "../http-exchange.js";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { margin-bottom: 0; }
  .quiet { opacity: 0.7; }
  .tag { border: 1px solid; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.8rem; opacity: 0.7; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: 0.5rem; }
`;

/** Makes the page that people see who open the address of the agent in a browser. */
export function createPageRoute(card: AgentCardDocument): HttpRoute {
  const page = toPage(card);
  return () => ({
    status: 200,
    headers: {
      "Content-Type": "text/html; charset=UTF-8",
      // The page has nothing but itself.
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
      Vary: "Accept",
    },
    body: page,
  });
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
    <pre><code>${escapeHtml(toCurlCommand(card))}</code></pre>
    <p>What other agents read: <a href="${HTTP_PATHS.card}">the card</a>.</p>
  </body>
</html>
`;
}

function toSkillItem({ name, description, tags }: AgentCardDocument["skills"][number]): string {
  const marks = tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(" ");
  return `
      <li>
        <strong>${escapeHtml(name)}</strong> ${marks}<br />${escapeHtml(description)}
      </li>`;
}
