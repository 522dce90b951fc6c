import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createCardDocument } from "../card-document.ts";
import { serveRaw } from "../peers/raw-servers.ts";
import { findAll } from "./examined.ts";

/** What a broken agent does otherwise. */
export interface Faults {
  card?: (url: string) => unknown;
  cardHeaders?: Record<string, string>;
  cardStatus?: number;
  answerCall?: (response: ServerResponse, body: string, request: IncomingMessage) => void;
}

/** An agent that is broken as a test says. Calls are answered with an error that fits. */
export function serveBroken({
  card = toCard,
  cardHeaders = {},
  cardStatus = 200,
  answerCall = answerWell,
}: Faults): Promise<string> {
  return serveRaw((request, response, url) => {
    if (request.method === "GET") {
      response.writeHead(cardStatus, { "Content-Type": "application/json", ...cardHeaders });
      response.end(JSON.stringify(card(url)));
      return;
    }
    void text(request).then((body) => {
      answerCall(response, body, request);
    });
  });
}

export function toCard(url: string): object {
  const entry = { url, protocolBinding: "JSONRPC", protocolVersion: "1.0" };
  return { ...createCardDocument(), supportedInterfaces: [entry] };
}

export function answerWell(
  response: ServerResponse,
  body: string,
  { headers }: IncomingMessage,
): void {
  const toError = (code: number, id: unknown): void => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message: "No." } }));
  };
  if (body === "{") {
    toError(-32700, null);
    return;
  }
  const { id, method } = JSON.parse(body) as { id: unknown; method: string };
  if (headers["a2a-version"] !== "1.0") {
    toError(-32009, id);
  } else {
    toError(method === "GetTask" || method === "SubscribeToTask" ? -32001 : -32601, id);
  }
}

/** What is found by a check, as levels and sentences. */
export async function find(
  title: string,
  url: string,
  options: Parameters<typeof findAll>[1] = {},
): Promise<string[]> {
  const found = await findAll(url, options);
  return (found[title] ?? []).map(({ level, what }) => `${level}: ${what}`);
}
