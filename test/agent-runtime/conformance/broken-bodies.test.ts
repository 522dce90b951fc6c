import { describe, expect, it } from "vitest";
import { startAgent } from "./running-agent.ts";

const ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";

/** A request whose one text breaks off within a character, or begins within one. */
const BODIES: [string, number[]][] = [
  ["breaks off within a character", [0xe2, 0x82]],
  ["begins within a character", [0xac]],
  ["has half of a surrogate", [0xed, 0xa0, 0x80]],
  ["is longer than need be", [0xc0, 0xaf]],
  ["is Latin 1", [0xe4, 0x62]],
];

/** Sends a message whose text is made of these bytes. */
async function send(path: string, contentType: string, bytes: number[]) {
  const { log, url } = await startAgent(() => undefined);
  const message = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "TEXT" }] };
  const isRest = path !== "/";
  const params = { message };
  const body = isRest ? params : { jsonrpc: "2.0", id: 1, method: "SendMessage", params };
  const [head = "", tail = ""] = JSON.stringify(body).split("TEXT");
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "Content-Type": contentType, "A2A-Version": "1.0" },
    body: Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]),
  });
  expect(log.messages("error")).toEqual([]);
  return {
    status: response.status,
    contentType: response.headers.get("Content-Type"),
    json: await response.json(),
  };
}

describe("a body whose UTF-8", () => {
  const details = [{ "@type": ERROR_INFO, reason: "PARSE_ERROR", domain: "berth.dev" }];
  const message = "The body must be UTF-8.";

  it.each(BODIES)("%s is a parse error over JSON-RPC (A2A 1.0, section 9.5)", async (_, bytes) => {
    expect(await send("/", "application/json", bytes)).toEqual({
      status: 200,
      contentType: "application/json",
      json: { jsonrpc: "2.0", id: null, error: { code: -32700, message, data: details } },
    });
  });

  it.each(BODIES)(
    "%s is a parse error over HTTP+JSON (A2A 1.0, section 11.6)",
    async (_, bytes) => {
      expect(await send("/message:send", "application/a2a+json", bytes)).toEqual({
        status: 400,
        contentType: "application/a2a+json",
        json: { error: { code: 400, status: "INVALID_ARGUMENT", message, details } },
      });
    },
  );
});
