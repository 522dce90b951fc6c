import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createCardDocument } from "../card-document.ts";
import { serveRaw } from "../peers/raw-servers.ts";
import { find } from "./broken-agent.ts";

/** An agent that speaks HTTP+JSON alone, and answers who asks for a task as a test says. */
function serveRest(answer: (response: ServerResponse) => void): Promise<string> {
  return serveRaw((request, response, url) => {
    if (request.url === "/.well-known/agent-card.json") {
      const entry = { url: `${url}/v1`, protocolBinding: "HTTP+JSON", protocolVersion: "1.0" };
      response.end(JSON.stringify({ ...createCardDocument(), supportedInterfaces: [entry] }));
    } else if (request.url?.startsWith("/v1/tasks/") === true) {
      answer(response);
    } else {
      response.writeHead(404).end();
    }
  });
}

const toError = (reason: string): string =>
  JSON.stringify({
    error: {
      code: 404,
      message: "No such task.",
      details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason }],
    },
  });

describe("errors of HTTP+JSON", () => {
  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      "as they should be",
      (response) => response.writeHead(404).end(toError("TASK_NOT_FOUND")),
      "ok: A task that does not exist gets status 404 and TASK_NOT_FOUND.",
    ],
    [
      "of another reason",
      (response) => response.writeHead(404).end(toError("NOT_FOUND")),
      "warning: A task that does not exist gets status 404 and NOT_FOUND instead of 404 and TASK_NOT_FOUND.",
    ],
    [
      "without a reason",
      (response) => response.writeHead(500).end('{"error":{"message":"x"}}'),
      "warning: A task that does not exist gets status 500 and no reason instead of 404 and TASK_NOT_FOUND.",
    ],
    [
      "pages",
      (response) => response.writeHead(404).end("<html>"),
      "problem: A task that does not exist gets status 404 and no error as JSON.",
    ],
    [
      "stack traces",
      (response) => response.writeHead(500).end("Traceback (most recent call last):\n"),
      "problem: A task that does not exist gets a stack trace.",
    ],
    [
      "for callers who are not known",
      (response) => response.writeHead(401).end(),
      "ok: Callers must show who they are. What is behind that is looked at with --header.",
    ],
  ])("may be %s", async (_, answer, finding) => {
    expect(await find("Errors, HTTP+JSON", await serveRest(answer))).toEqual([finding]);
  });

  it("are not looked at where nobody speaks it", async () => {
    expect(
      await find("Errors, HTTP+JSON", await serveRest((response) => response.destroy())),
    ).toEqual(["skipped: HTTP+JSON 1.0 is not on the card, or not reached from here."]);
  });
});
