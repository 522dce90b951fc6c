// What an author has who takes @a2a-js/sdk and express, and nothing else.
import { AgentCard, Role, TaskState } from "@a2a-js/sdk";
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { agentCardHandler, jsonRpcHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import express from "express";
import { doWork } from "./work.js";

const { BENCH_CARD_DOCUMENT, BENCH_PORT } = process.env;

const toStatus = (state, message) => ({ state, message, timestamp: new Date().toISOString() });

const executor = {
  execute: async ({ contextId, taskId, userMessage }, bus) => {
    const ids = { taskId, contextId, metadata: undefined };
    bus.publish(
      AgentEvent.task({
        id: taskId,
        contextId,
        status: toStatus(TaskState.TASK_STATE_SUBMITTED),
        artifacts: [],
        history: [userMessage],
        metadata: undefined,
      }),
    );
    const toParts = (text) => [
      { content: { $case: "text", value: text }, metadata: undefined, filename: "", mediaType: "" },
    ];
    let hasArtifact = false;
    await doWork(userMessage.parts[0].content.value, {
      append: (text) => {
        const artifact = {
          artifactId: "result",
          name: "",
          description: "",
          parts: toParts(text),
          metadata: undefined,
          extensions: [],
        };
        bus.publish(
          AgentEvent.artifactUpdate({ ...ids, artifact, append: hasArtifact, lastChunk: false }),
        );
        hasArtifact = true;
      },
      report: (text) => {
        const message = {
          messageId: crypto.randomUUID(),
          taskId,
          contextId,
          role: Role.ROLE_AGENT,
          parts: toParts(text),
          metadata: undefined,
          extensions: [],
          referenceTaskIds: [],
        };
        const status = toStatus(TaskState.TASK_STATE_WORKING, message);
        bus.publish(AgentEvent.statusUpdate({ ...ids, status }));
      },
    });
    bus.publish(
      AgentEvent.statusUpdate({ ...ids, status: toStatus(TaskState.TASK_STATE_COMPLETED) }),
    );
  },
  cancelTask: async () => undefined,
};

const requestHandler = new DefaultRequestHandler(
  AgentCard.fromJSON(JSON.parse(BENCH_CARD_DOCUMENT)),
  new InMemoryTaskStore(),
  executor,
);
const server = express()
  .use("/.well-known/agent-card.json", agentCardHandler({ agentCardProvider: requestHandler }))
  .use("/", jsonRpcHandler({ requestHandler, userBuilder: UserBuilder.noAuthentication }))
  .listen(Number(BENCH_PORT), "127.0.0.1");

process.once("SIGTERM", () => {
  server.close(() => {
    process.exit(0);
  });
});
