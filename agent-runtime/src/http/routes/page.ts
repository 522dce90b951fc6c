import { HTTP_PATHS } from "@berth/contract";
import type { Context } from "hono";
import { html } from "hono/html";
import type { AgentCardDocument } from "../../agent-card.js";
import { toCurlCommand } from "../curl-command.js";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { margin-bottom: 0; }
  .quiet { opacity: 0.7; }
  .tag { border: 1px solid; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.8rem; opacity: 0.7; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: 0.5rem; }
`;

/** Makes the page that people see who open the address of the agent in a browser. */
export function createPageRoute(
  card: AgentCardDocument,
): (context: Context) => Response | Promise<Response> {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${card.name}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>${card.name}</h1>
        <p class="quiet">An A2A agent, version ${card.version}</p>
        <p>${card.description}</p>
        <h2>Skills</h2>
        <ul>
          ${card.skills.map(
            ({ name, description, tags }) =>
              html`<li>
                <strong>${name}</strong>
                ${tags.map((tag) => html`<span class="tag">${tag}</span> `)} <br />${description}
              </li>`,
          )}
        </ul>
        <h2>Talk to it</h2>
        <pre><code>${toCurlCommand(card)}</code></pre>
        <p>What other agents read: <a href="${HTTP_PATHS.card}">the card</a>.</p>
      </body>
    </html>`;
  return (context) => {
    // The page has nothing but itself.
    context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    context.header("Vary", "Accept");
    return context.html(page);
  };
}
