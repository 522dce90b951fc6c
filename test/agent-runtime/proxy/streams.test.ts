// What a stream of the proxy is like, whatever that of the agent is like (A2A 1.0, sections 3.1.2 and 3.1.6).
import { describe, expect, it } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { type Answering, playAgent, type PlayedAgent, toStatus, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

const MESSAGE = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] };
const ARTIFACT = { artifactId: "a", parts: [{ text: "made" }] };
const MADE = {
  artifactUpdate: { taskId: "t1", contextId: "context of t1", artifact: ARTIFACT },
};

/** An agent that answers a message by such a stream, and says that its task has ended. */
function playStream(send: (answering: Answering) => void): Promise<PlayedAgent> {
  return playAgent({
    answer: ({ method }, answering) => {
      if (method === "SendStreamingMessage") {
        send(answering);
      } else {
        answering.result(toTask("t1", "COMPLETED", { artifacts: [ARTIFACT] }));
      }
    },
  });
}

describe("the stream of a message", () => {
  it("begins with the task, also where the agent begins with a change of it", async () => {
    const agent = await playStream(({ end, event }) => {
      event(MADE);
      event(toStatus("t1", "COMPLETED"));
      end();
    });
    const proxy = await startProxy(agent.url);
    expect(await readAll(proxy.stream("SendStreamingMessage", { message: MESSAGE }))).toMatchObject(
      [
        {
          task: {
            id: "t1",
            contextId: "context of t1",
            status: { state: "TASK_STATE_WORKING" },
            history: [{ messageId: "m1", taskId: "t1" }],
          },
        },
        MADE,
        toStatus("t1", "COMPLETED"),
      ],
    );
  });

  it("has the task once, and tells what a second one says as changes", async () => {
    const agent = await playStream(({ end, event }) => {
      event({ task: toTask("t1", "WORKING") });
      event({ task: toTask("t1", "COMPLETED", { artifacts: [ARTIFACT] }) });
      end();
    });
    const proxy = await startProxy(agent.url);
    expect(await readAll(proxy.stream("SendStreamingMessage", { message: MESSAGE }))).toMatchObject(
      [{ task: { status: { state: "TASK_STATE_WORKING" } } }, MADE, toStatus("t1", "COMPLETED")],
    );
  });

  it("gives the task no more history than the caller wants", async () => {
    const history = ["one", "two", "three"].map((messageId) => ({ ...MESSAGE, messageId }));
    const agent = await playStream(({ end, event }) => {
      event({ task: toTask("t1", "COMPLETED", { history }) });
      end();
    });
    const proxy = await startProxy(agent.url);
    const configuration = { historyLength: 1 };
    const params = { message: MESSAGE, configuration };
    expect(await readAll(proxy.stream("SendStreamingMessage", params))).toMatchObject([
      { task: { history: [{ messageId: "three" }] } },
    ]);
  });

  it("ends with the task, though the agent leaves its own open", async () => {
    const agent = await playStream(({ event }) => {
      event({ task: toTask("t1", "WORKING") });
      event(toStatus("t1", "COMPLETED"));
    });
    const proxy = await startProxy(agent.url);
    const events = await readAll(proxy.stream("SendStreamingMessage", { message: MESSAGE }));
    expect(events).toHaveLength(2);
  });
});

describe("a subscription", () => {
  /** An agent whose task is at work until it was read so often, and that answers a subscription so. */
  async function subscribe(
    answer: (answering: Answering) => void,
    workingReads = 2,
  ): Promise<unknown[]> {
    let reads = 0;
    const agent = await playAgent({
      answer: ({ method }, answering) => {
        if (method === "SubscribeToTask") {
          answer(answering);
          return;
        }
        reads += 1;
        const isOver = reads > workingReads;
        const task = isOver
          ? toTask("t1", "COMPLETED", { artifacts: [ARTIFACT] })
          : toTask("t1", "WORKING");
        answering.result(task);
      },
    });
    const proxy = await startProxy(agent.url);
    return readAll(proxy.stream("SubscribeToTask", { id: "t1" }));
  }
  const WHOLE = [
    { task: { id: "t1", status: { state: "TASK_STATE_WORKING" } } },
    MADE,
    toStatus("t1", "COMPLETED"),
  ];

  it("begins with the task once, and ends with it", async () => {
    const events = await subscribe(({ event }) => {
      event({ task: toTask("t1", "WORKING") });
      event(MADE);
      event(toStatus("t1", "COMPLETED"));
    });
    expect(events).toMatchObject(WHOLE);
  });

  it.each<[what: string, answer: (answering: Answering) => void]>([
    [
      "has no such stream",
      ({ error }) => {
        error(-32601, "Method not found");
      },
    ],
    [
      "refuses it, since the task has ended meanwhile",
      ({ error }) => {
        error(-32004, "The task has ended.");
      },
    ],
    [
      "ends it at once",
      ({ end, event }) => {
        event({ task: toTask("t1", "WORKING") });
        end();
      },
    ],
    [
      "breaks off",
      ({ cut, event }) => {
        event({ task: toTask("t1", "WORKING") });
        setTimeout(cut, 50);
      },
    ],
  ])("tells the end of a task though the agent %s", async (_, answer) => {
    expect(await subscribe(answer)).toMatchObject(WHOLE);
  });

  it("tells how a task ends that the deadline of a drain ends", async () => {
    const agent = await playAgent({
      answer: ({ method }, { event, result }) => {
        if (method === "SendStreamingMessage" || method === "SubscribeToTask") {
          event({ task: toTask("t1", "WORKING") });
        } else {
          result(toTask("t1", "WORKING"));
        }
      },
    });
    const proxy = await startProxy(agent.url, {
      environment: { A2A_ACCEPT_WINDOW_SECONDS: "0", A2A_MAX_TASK_SECONDS: "1" },
    });
    await proxy.stream("SendStreamingMessage", { message: MESSAGE }).next();
    const events = proxy.stream("SubscribeToTask", { id: "t1" });
    await events.next();
    await fetch(`${proxy.adminUrl}/drain`);
    expect((await readAll(events)).at(-1)).toMatchObject({
      statusUpdate: {
        status: {
          state: "TASK_STATE_FAILED",
          message: { metadata: { reason: "POD_TERMINATED", retryable: true } },
        },
      },
    });
  }, 20_000);
});
