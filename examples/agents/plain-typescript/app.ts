import type { AgentCard } from "@a2a-js/sdk";
import { DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import {
  agentCardHandler,
  jsonRpcHandler,
  restHandler,
  UserBuilder,
} from "@a2a-js/sdk/server/express";
import express from "express";
import { WordCounter } from "./word-counter.ts";

/**
 * Makes the server of the agent: its card, JSON-RPC and HTTP+JSON.
 *
 * @param url where callers find it, without a slash at the end; the card says so.
 */
export function createApp(url: string): express.Express {
  const requestHandler = new DefaultRequestHandler(
    toCard(url),
    new InMemoryTaskStore(),
    new WordCounter(),
  );
  const options = { requestHandler, userBuilder: UserBuilder.noAuthentication };
  return express()
    .use("/.well-known/agent-card.json", agentCardHandler({ agentCardProvider: requestHandler }))
    .use("/a2a/jsonrpc", jsonRpcHandler(options))
    .use("/a2a/rest", restHandler(options));
}

function toCard(url: string): AgentCard {
  const skill = {
    id: "count-words",
    name: "Count words",
    description: "Counts the words of a text and finds the longest one",
    tags: ["text"],
    examples: ["A2A agents talk to each other"],
    inputModes: [],
    outputModes: [],
    securityRequirements: [],
  };
  const shared = { protocolVersion: "1.0", tenant: "" };
  return {
    name: "plain-typescript",
    description: "Counts words, on the A2A SDK for JavaScript",
    version: "1.0.0",
    supportedInterfaces: [
      { url: `${url}/a2a/jsonrpc`, protocolBinding: "JSONRPC", ...shared },
      { url: `${url}/a2a/rest`, protocolBinding: "HTTP+JSON", ...shared },
    ],
    provider: undefined,
    capabilities: { streaming: true, extensions: [] },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ["text/plain"],
    defaultOutputModes: ["text/plain"],
    skills: [skill],
    signatures: [],
  };
}
