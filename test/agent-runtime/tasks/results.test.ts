import type { AgentTask } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAgentUnderTest, readAll, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { run } from "./runs.ts";

describe("progress and results", () => {
  it("keeps progress out of the conversation, which it would flood", async () => {
    const { task } = await run((given) => {
      given.report("one");
      given.report("two");
    });
    expect(task.history).toHaveLength(1);
  });

  it("puts artifacts together from what is appended", async () => {
    const { task } = await run((given) => {
      const id = given.addArtifact({
        name: "report",
        description: "What was found",
        parts: [{ text: "a" }],
      });
      given.addArtifact({ id: "raw", parts: [{ data: [1, null] }] });
      given.appendToArtifact(id, [{ text: "b" }]);
      given.appendToArtifact(id, [{ text: "c" }], { last: true });
    });
    expect(task.artifacts).toEqual([
      {
        artifactId: task.artifacts[0]?.artifactId,
        name: "report",
        description: "What was found",
        parts: [{ text: "abc" }],
      },
      { artifactId: "raw", parts: [{ data: [1, null] }] },
    ]);
  });

  it("joins a text only with one of the same kind, and tells listeners of it as it came", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const stream = await agent.stream("SendStreamingMessage", toParams("go"));
    const { release, task } = await held.next();
    const csv = { mediaType: "text/csv", filename: "t.csv" };
    const chunks = [
      [{ text: "b" }, { text: "c", ...csv }],
      [{ text: "d", ...csv }, { text: "e", mediaType: "text/csv" }, { data: 1 }],
      [{ text: "f" }],
      [{ text: "g" }],
    ];
    const id = task.addArtifact({ parts: [{ text: "a" }] });
    for (const parts of chunks) {
      task.appendToArtifact(id, parts);
    }
    release();
    const events = await readAll(stream);
    const { result } = await agent.call("GetTask", { id: task.id });
    expect(result.artifacts[0]?.parts).toEqual([
      { text: "ab" },
      { text: "cd", ...csv },
      { text: "e", mediaType: "text/csv" },
      { data: 1 },
      { text: "fg" },
    ]);
    expect(events.slice(1, -1)).toMatchObject(
      [[{ text: "a" }], ...chunks].map((parts) => ({ artifactUpdate: { artifact: { parts } } })),
    );
  });

  it("copies what it is given: what the executor does with it afterwards changes nothing", async () => {
    const data = { figures: [1] };
    const raw = new Uint8Array([1, 2]);
    const { task } = await run((given) => {
      given.addArtifact({ parts: [{ data }, { raw }] });
      data.figures.push(2);
      raw[0] = 9;
    });
    expect(task.artifacts[0]?.parts).toEqual([
      { data: { figures: [1] } },
      { raw: Buffer.from([1, 2]).toString("base64") },
    ]);
  });

  it.each<[string, (task: AgentTask) => void, string]>([
    [
      "an id that is taken",
      (task) => task.addArtifact({ id: "a", parts: [{ text: "x" }] }),
      "'id' (a) must differ from the task's other artifacts. Use appendToArtifact().",
    ],
    ...["", 5, null].map((id): [string, (task: AgentTask) => void, string] => [
      `an id that is ${JSON.stringify(id)}`,
      (task) => task.addArtifact({ id: id as never, parts: [{ text: "x" }] }),
      `'id' (${id}) must be a text that is not empty. Leave it out to have one made up.`,
    ]),
    [
      "an id that is not there",
      (task) => {
        task.appendToArtifact("b", [{ text: "x" }]);
      },
      "'id' (b) must be what addArtifact() returned.",
    ],
    [
      "more after the last parts",
      (task) => {
        task.appendToArtifact("done", [{ text: "x" }]);
      },
      "'id' (done) must be an artifact whose last parts were not appended.",
    ],
    [
      "no parts",
      (task) => task.addArtifact({ parts: [] }),
      "'parts' must have at least one entry.",
    ],
    [
      "a part of nothing",
      (task) => task.addArtifact({ parts: [{ text: "x" }, { mediaType: "text/plain" }] }),
      "'parts[1]' (none) must have exactly one of text, data, raw and url.",
    ],
    [
      "a part of two things",
      (task) => task.addArtifact({ parts: [{ text: "x", data: 1 }] }),
      "'parts[0]' (text, data) must have exactly one of text, data, raw and url.",
    ],
    [
      "data that is no JSON",
      (task) => task.addArtifact({ parts: [{ data: () => 1 }] }),
      "'parts[0].data' must be a JSON value.",
    ],
    [
      "data that JSON cannot hold",
      (task) => task.addArtifact({ parts: [{ data: 1n }] }),
      "'parts[0].data' must be a JSON value: TypeError: Do not know how to serialize a BigInt",
    ],
    [
      "a text that is an object",
      (task) => task.addArtifact({ parts: [{ text: "x" }, { text: { a: 1 } as never }] }),
      "'parts[1].text' (an object) must be a string.",
    ],
    [
      "a text that is null",
      (task) => task.addArtifact({ parts: [{ text: null as never }] }),
      "'parts[0].text' (null) must be a string.",
    ],
    [
      "a url that is no string",
      (task) => task.addArtifact({ parts: [{ url: new URL("http://x") as never }] }),
      "'parts[0].url' (an object) must be a string.",
    ],
    [
      "bytes that are a string",
      (task) => task.addArtifact({ parts: [{ raw: "AQI=" as never }] }),
      "'parts[0].raw' (a string) must be a Uint8Array.",
    ],
    [
      "a media type that is no string",
      (task) => task.addArtifact({ parts: [{ text: "x", mediaType: 5 as never }] }),
      "'parts[0].mediaType' (a number) must be a string.",
    ],
    [
      "progress whose text is a number",
      (task) => {
        task.report(5 as never);
      },
      "'parts[0].text' (a number) must be a string.",
    ],
  ])("refuses %s, and the task goes on", async (_, act, message) => {
    const { task: ended } = await run((task) => {
      task.addArtifact({ id: "a", parts: [{ text: "x" }] });
      task.addArtifact({ id: "done", parts: [{ text: "x" }] });
      task.appendToArtifact("done", [{ text: "y" }], { last: true });
      expect(() => {
        act(task);
      }).toThrow(new TypeError(message));
    });
    expect(ended.status.state).toBe("TASK_STATE_COMPLETED");
    expect(ended.artifacts).toHaveLength(2);
  });
});
