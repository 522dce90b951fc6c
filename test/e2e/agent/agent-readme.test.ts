// The README from its first command to its last, in a bare clone, as a reader would run it.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCluster } from "../../cluster/cluster-state.ts";
import { runKubectl } from "../../cluster/kubectl.ts";
import { DEMO_CLUSTER } from "../../demo/target.ts";
import { recordFigure } from "../../runner/figures.ts";
import { type BareClone, createBareClone } from "../bare-clone.ts";
import { findCommands, findFiles } from "./readme-blocks.ts";

let clone: BareClone;
let readme: string;
/** The commands of the README that are still to be run, in its order. */
let commands: string[];

/** Takes the next command of the README, which must begin like this. */
function takeCommand(beginning: string): string {
  const command = commands.shift() ?? "";
  expect(command.startsWith(beginning), `${command} <- ${beginning}`).toBe(true);
  return command;
}

async function measure(figure: string, command: string): Promise<string> {
  const startMs = Date.now();
  const output = await clone.run(command);
  recordFigure(figure, (Date.now() - startMs) / 1000, "s");
  return output;
}

/** Runs a command of the demo's stack, with the environment that the demo leaves. */
async function runOnStack(command: string): Promise<string> {
  return await clone.run(
    `. .berth/demo/env && ${command} --config-file .berth/demo/Pulumi.dev.yaml`,
  );
}

beforeAll(async () => {
  if ((await findCluster(DEMO_CLUSTER)) !== undefined) {
    throw new Error("A demo is up on this machine: remove it first with npm run demo -- --down");
  }
  clone = await createBareClone();
  readme = await readFile(join(clone.folder, "README.md"), "utf8");
  commands = findCommands(readme);
});

afterAll(async () => {
  if ((await findCluster(DEMO_CLUSTER)) !== undefined) {
    await clone.run(`npm run cluster -- down --name ${DEMO_CLUSTER}`);
  }
  await clone.remove();
});

describe("one minute, without a cluster", () => {
  test("an example answers a message by curl and shows its card", async () => {
    await measure("npm install in a bare clone", takeCommand("npm install"));
    await clone.start(
      takeCommand("npx agent-runtime serve"),
      "http://localhost:8000/.well-known/agent-card.json",
    );
    const answer = await clone.run(takeCommand("curl "));
    expect(answer).toContain("TASK_STATE_COMPLETED");
    const card = await fetch("http://localhost:8000/.well-known/agent-card.json");
    expect(await card.json()).toMatchObject({ name: "Data Analysis" });
  });

  test("a file is sent by one command, and its statistics are printed", async () => {
    const answer = await clone.run(takeCommand("npx agent-runtime send"));
    expect(answer).toContain("| revenue | 11 | 1 | 478.82 |");
    await clone.stop();
  });
});

describe("the demo", () => {
  test("ends with the right statistics in the streamed answer, and says what to do next", async () => {
    const output = await measure(
      "demo from a bare clone, tools built",
      takeCommand("npm run demo"),
    );
    expect(output).toContain(
      "sends sales.csv to http://research.agents-dev.svc.cluster.local:8000, which asks its peer",
    );
    // What Python's statistics module says of the same file.
    expect(output).toContain("**revenue** is 478.82 on average (median 440), 5267 in sum.");
    expect(output).toContain("| units | 11 | 1 | 7.182 | 6.646 | -2 | 3.5 | 6 | 11 | 20 |");
    expect(output).toContain("npm run demo -- --down");
  });

  test("leaves nothing to do for preview and refresh", async () => {
    expect(await runOnStack("npm run pulumi -- preview --expect-no-changes")).toContain(
      "unchanged",
    );
    expect(await runOnStack("npm run pulumi -- refresh --yes --expect-no-changes")).toContain(
      "unchanged",
    );
  });

  test("builds and rolls nothing when it runs again", async () => {
    const output = await measure("demo, second run", "npm run demo");
    expect(output).not.toMatch(/build image|load /);
    expect(output).toContain("**revenue** is 478.82 on average");
  });
});

describe("your own image", () => {
  test("is an executor, a card and a Dockerfile, as the README has them", async () => {
    for (const [path, text] of findFiles(readme)) {
      await mkdir(dirname(join(clone.folder, path)), { recursive: true });
      await writeFile(join(clone.folder, path), text);
    }
    await clone.start(
      takeCommand("npx agent-runtime serve"),
      "http://localhost:8001/.well-known/agent-card.json",
    );
    expect(await clone.run(takeCommand("npx agent-runtime send"))).toContain("5 words");
    await clone.stop();
    await clone.run(takeCommand("npm run cluster -- build"));
    expect(await clone.run(takeCommand("npm run cluster -- load"))).toContain(
      "Every node has berth.local/my-agent:1",
    );
  });
});

describe("the end of the demo", () => {
  test("destroy leaves nothing in the cluster", async () => {
    await runOnStack("npm run pulumi -- destroy --yes");
    const kubeconfig = (await findCluster(DEMO_CLUSTER))?.layout.kubeconfig ?? "";
    const namespaces = await runKubectl(kubeconfig, ["get", "namespaces", "--output=name"]);
    expect(namespaces).toContain("namespace/kube-system");
    expect(namespaces).not.toContain("agents-dev");
  });

  test("--down leaves nothing on the machine", async () => {
    const output = await measure("demo --down", takeCommand("npm run demo -- --down"));
    expect(output).toContain("Nothing of the demo is left.");
    expect(await findCluster(DEMO_CLUSTER)).toBeUndefined();
    expect(existsSync(join(clone.folder, ".berth", "demo"))).toBe(false);
  });
});

test("a reader's own files are all that has changed in the clone", async () => {
  expect(await clone.run("git status --porcelain")).toBe("?? my-agent/\n");
});

test("every command of the README has been run, but for the one that runs these tests", () => {
  expect(commands).toEqual(["npm test"]);
});
