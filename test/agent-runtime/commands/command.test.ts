import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { findFreePort } from "../free-port.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { serve } from "../peers/local-servers.ts";
import { call, toParams } from "../process/process-calls.ts";
import { createFolder, runCommand, serveAgent, writeCard } from "../process/runtime-process.ts";

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

function writeModule(text: string, name = "executor.mjs"): string {
  const file = join(createFolder(), name);
  writeFileSync(file, text);
  return file;
}

const ECHO = "export const execute = (task) => task.complete(task.message.text);";

describe("agent-runtime serve", { timeout: TIMEOUT_MS }, () => {
  it("prints where to look, and a command to begin with", async () => {
    const ports = ["--port", "0", "--metrics-port", "0", "--admin-port", "0"];
    const { child, end, untilPrinted } = runCommand([
      "serve",
      writeModule(ECHO),
      ...["--card", writeCard(), "--host", "127.0.0.2", ...ports],
    ]);
    const [greeting] = await untilPrinted(/^[^]*Ctrl-C[^]*\n/);
    const lines = greeting.split("\n");
    expect(lines[0]).toBe("Data Analysis 1.4.0 is ready.");
    for (const name of ["Page", "Card", "Metrics", "Probes"]) {
      const url = new RegExp(`${name} +(\\S+)`).exec(greeting)?.[1] ?? "";
      const page = await fetch(url, { headers: { Accept: "text/html,*/*" } });
      expect([name, page.status]).toEqual([name, 200]);
    }
    const command = lines.slice(lines.findIndex((line) => line.startsWith("curl "))).join("\n");
    const curl = command.slice(0, command.indexOf("\n\n"));
    expect(curl).toContain('"method":"SendMessage"');
    child.kill("SIGINT");
    expect(await end).toMatchObject({ code: 0 });
  });

  it("runs a TypeScript module as it is", async () => {
    const executor = fileURLToPath(new URL("../process/executor.ts", import.meta.url));
    const args = ["--card", writeCard(), "--port", "0", "--metrics-port", "0", "--admin-port", "0"];
    const { child, end, untilPrinted } = runCommand(["serve", executor, ...args]);
    await untilPrinted(/is ready/);
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ code: 0 });
  });

  it("fails a task and forgets it after the seconds that it is given", async () => {
    const agent = await serveAgent(
      writeModule(`
        export const execute = ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener("abort", reject));
      `),
      {},
      smallestCard,
      ["--max-execution-seconds", "1", "--task-retention-seconds", "2"],
    );
    const { task } = (await call(agent, "SendMessage", toParams({}))).result;
    expect(task.status).toMatchObject({
      state: "TASK_STATE_FAILED",
      message: { parts: [{ text: "The agent did not finish within 1 seconds." }] },
    });
    await expect
      .poll(() => call(agent, "GetTask", { id: task.id }), { timeout: 10_000 })
      .toMatchObject({ error: { code: -32001 } });
  });

  it("logs lines of JSON on the standard error and prints nothing in a pod", async () => {
    const args = ["--card", writeCard(), "--port", "0", "--metrics-port", "0", "--admin-port", "0"];
    const { child, end, untilLogged } = runCommand(["serve", writeModule(ECHO), ...args], {
      POD_NAME: "x",
    });
    await untilLogged(/"ready"/);
    child.kill("SIGTERM");
    const { code, stderr, stdout } = await end;
    expect([code, stdout]).toEqual([0, ""]);
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(lines.slice(0, 2)).toEqual([
      expect.objectContaining({ level: "info", time, message: "The agent listens" }),
      { level: "info", time, state: "ready", activeTasks: 0, message: "The state changed" },
    ]);
  });

  it.each<[string, () => string[], string | RegExp, Record<string, string>?]>([
    [
      "a file that is not there",
      () => ["/nonexistent/executor.js", "--card", writeCard()],
      "The executor (/nonexistent/executor.js) must be a file: there is none at /nonexistent/executor.js.\n",
    ],
    [
      "a module without execute",
      () => [writeModule("export const run = 1; export default 2;"), "--card", writeCard()],
      /^The executor \(.*\) must export a function named execute\. It exports default, run\.\n$/,
    ],
    [
      "a module that fails",
      () => [writeModule("throw new Error('no model');"), "--card", writeCard()],
      /^The executor \(.*\) could not be loaded:\nError: no model\n {4}at /,
    ],
    [
      "TypeScript that is more than types",
      () => [writeModule("enum A { B }", "executor.ts"), "--card", writeCard()],
      /^The executor \(.*\) could not be loaded:\n.*enum is not supported/s,
    ],
    [
      "a card that is not there",
      () => [writeModule(ECHO), "--card", "/nonexistent/card.json"],
      /^'--card' \(\/nonexistent\/card\.json\) must be a file that can be read: Error: ENOENT/,
    ],
    [
      "a card that is wrong",
      () => [writeModule(ECHO), "--card", writeCard({ name: "x", version: "1", skills: [] })],
      /^The card \(.*\): 'description' must be given\.\nThe card \(.*\): 'skills' must have at least one entry \(A2A 1\.0, section 5\.7\)\.\n$/,
    ],
    [
      "no card at all",
      () => [writeModule(ECHO)],
      "The agent has no card. Give one with --card, with A2A_CARD_FILE, at /etc/a2a/card.json, with AGENT_NAME, AGENT_DESCRIPTION, AGENT_VERSION, AGENT_SKILLS, or in the program.\n",
    ],
    [
      "a port that is none",
      () => [writeModule(ECHO), "--card", writeCard(), "--port", "70000"],
      "error: option '--port <port>' argument '70000' is invalid. It must be a whole number from 0 to 65535.\n",
    ],
    [
      "an environment that is wrong",
      () => [writeModule(ECHO), "--card", writeCard()],
      "'A2A_DRAIN' (yes) must be 'on' or 'off'.\n'A2A_MAX_TASK_SECONDS' (0) must be a whole number from 1 to 2147483.\n",
      { A2A_DRAIN: "yes", A2A_MAX_TASK_SECONDS: "0" },
    ],
  ])("says in one clear error that it was given %s", async (_, toArgs, message, environment) => {
    const { end } = runCommand(["serve", ...toArgs()], environment);
    const { code, stderr, stdout } = await end;
    expect([code, stdout]).toEqual([1, ""]);
    if (typeof message === "string") {
      expect(stderr).toBe(message);
    } else {
      expect(stderr).toMatch(message);
    }
  });
});

describe("agent-runtime send", { timeout: TIMEOUT_MS }, () => {
  it("sends a text and files, prints the answer, and ends with 0 when the task completed", async () => {
    const url = await serve(
      (task) => {
        task.report("Reading.");
        const { parts } = task.message;
        const id = task.addArtifact({ name: "echo", parts: [{ text: `${task.message.text} ` }] });
        task.appendToArtifact(id, [
          {
            text: parts
              .map(({ raw, mediaType }) => (raw ? `${String(raw)} ${String(mediaType)}` : ""))
              .join("|"),
          },
        ]);
        task.complete("Done.");
      },
      { card: { ...smallestCard, defaultInputModes: ["text/*"] } },
    );
    const csv = writeModule("a,b", "t.csv");
    const text = writeModule("hello", "t.txt");
    const { end } = runCommand(["send", url, "--file", csv, "--file", text, "Look"]);
    expect(await end).toEqual({
      code: 0,
      signal: null,
      stdout: "Look |a,b text/csv|hello text/plain\n",
      stderr: "working\nworking: Reading.\nartifact: echo\ncompleted: Done.\n",
    });
  });

  it.each(["fail", "reject"] as const)("ends with 1 when the agent calls %s()", async (end) => {
    const url = await serve((task) => {
      task[end]("No.");
    });
    expect(await runCommand(["send", url, "x"]).end).toMatchObject({ code: 1 });
  });

  it("tells how to answer an agent that asks, and the answer reaches the task", async () => {
    const url = await serve((task) => {
      if (task.history.length === 0) {
        task.askForInput("Which?");
      } else {
        task.complete(`This: ${task.message.text}`);
      }
    });
    const asked = await runCommand(["send", url, "x"]).end;
    expect(asked.code).toBe(1);
    const [, id] = /--task (\S+)\n$/.exec(asked.stderr) ?? [];
    expect(asked.stderr).toBe(
      `working\ninput required: Which?\nAnswer it with: agent-runtime send ${url}/ TEXT --task ${String(id)}\n`,
    );
    const answered = await runCommand(["send", url, "sales", "--task", String(id)]).end;
    expect(answered).toMatchObject({ code: 0, stderr: "working\ncompleted: This: sales\n" });
  });

  it("cancels the task when it is interrupted", async () => {
    const held = createHeldExecutor();
    const url = await serve(held.execute);
    const { child, end } = runCommand(["send", url, "x"]);
    const { release, task } = await held.next();
    const stopped = new Promise((resolve) => {
      task.signal.addEventListener("abort", resolve);
    });
    child.kill("SIGINT");
    await stopped;
    release();
    expect(await end).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cancelled\n$/) as string,
    });
  });

  it.each<[string, (port: number) => string[], string | RegExp]>([
    [
      "an agent that is not there",
      (port) => [`http://127.0.0.1:${port}`, "x"],
      /^Peer 127\.0\.0\.1:\d+ \(http:\/\/127\.0\.0\.1:\d+\/\) cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:\d+\.\nLook at it with: agent-runtime doctor http:\/\/127\.0\.0\.1:\d+\/\n$/,
    ],
    [
      "an address that is none",
      () => ["localhost:8000", "x"],
      "error: command-argument value 'localhost:8000' is invalid for argument 'url'. It must be an http or https URL.\n",
    ],
    [
      "nothing to say",
      (port) => [`http://127.0.0.1:${port}`],
      "error: give a text, a --file, or both\n",
    ],
    [
      "a file that is not there",
      (port) => [`http://127.0.0.1:${port}`, "--file", "/nonexistent/a.csv"],
      /^'--file' \(\/nonexistent\/a\.csv\) must be a file that can be read: Error: ENOENT/,
    ],
  ])("says in one clear error that it was given %s", async (_, toArgs, message) => {
    const { code, stderr, stdout } = await runCommand(["send", ...toArgs(await findFreePort())])
      .end;
    expect([code, stdout]).toEqual([1, ""]);
    if (typeof message === "string") {
      expect(stderr).toBe(message);
    } else {
      expect(stderr).toMatch(message);
    }
  });
});
