// Ctrl-C, and worse, in the middle of `pulumi up`: the next one goes on from there.
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { type AgentImages, prepareAgentImages } from "./agent-images.ts";
import { interrupt } from "./interrupted-up.ts";
import { readMadeObjects } from "./made-objects.ts";
import { copyRepositoryStacks, type RepositoryStacks } from "./repository-stacks.ts";

const STACK = "dev-interrupted";
const NAMESPACE = `agents-${STACK}`;

const TIMES = 10;

/** Has the Kubernetes provider take over objects that are there already. */
const UPSERT = "PULUMI_K8S_UPSERT_EXISTING_OBJECTS";

let stacks: RepositoryStacks;
let images: AgentImages;
/** What an `up` makes that nobody interrupts. */
let expected: Record<string, unknown>;
let wholeMs: number;

/** Interrupts an `up` from nothing and tells whether that was before its end. */
async function interruptUp(afterMs: number, signal: "SIGINT" | "SIGKILL"): Promise<boolean> {
  return await interrupt({
    command: [
      ...[stacks.pulumi, "up", "--yes", "--skip-preview", "--non-interactive"],
      `--stack=${STACK}`,
    ],
    cwd: stacks.folder,
    environment: stacks.sandbox.environment,
    afterMs,
    signal,
  });
}

beforeAll(async () => {
  images = await prepareAgentImages();
  stacks = await copyRepositoryStacks();
  await stacks.must(STACK, "stack", "init");
  await stacks.edit(STACK, { "berth:images": images.agents });
  const beginMs = Date.now();
  await stacks.must(STACK, "up", "--yes", "--skip-preview");
  wholeMs = Date.now() - beginMs;
  expected = await readMadeObjects(NAMESPACE);
  await stacks.must(STACK, "destroy", "--yes", "--skip-preview");
});

afterAll(async () => {
  await stacks.run(STACK, "cancel", "--yes");
  await stacks.run(STACK, "destroy", "--yes", "--skip-preview");
  await deleteNamespace(NAMESPACE);
  await stacks.remove();
});

describe("pulumi up from nothing", () => {
  test("makes all that an environment has", () => {
    expect(Object.keys(expected).filter((key) => key.startsWith("Deployment "))).toEqual([
      "Deployment code-review",
      "Deployment data-analysis",
      "Deployment research",
    ]);
  });

  const interrupted = { withObjects: 0, inAll: 0 };
  const moments = Array.from({ length: TIMES }, (_, index) => index + 1);

  test.each(moments)("interrupted at a random moment, %i: the next one completes it", async () => {
    const afterMs = randomInt(500, wholeMs);
    const isInterrupted = await interruptUp(afterMs, "SIGINT");
    const before = await kubectl(
      ...["get", "deployments", `--namespace=${NAMESPACE}`, "--output=name", "--ignore-not-found"],
    );
    interrupted.inAll += isInterrupted ? 1 : 0;
    interrupted.withObjects += before === "" ? 0 : 1;
    await stacks.must(STACK, "up", "--yes", "--skip-preview");
    const moment = `after ${afterMs} of ${wholeMs} ms, ${isInterrupted ? "interrupted" : "complete"}: ${before}`;
    expect(await readMadeObjects(NAMESPACE), moment).toEqual(expected);
    await stacks.must(STACK, "preview", "--expect-no-changes");
    await stacks.must(STACK, "destroy", "--yes", "--skip-preview");
    expect(await kubectl("get", "namespace", NAMESPACE, "--ignore-not-found"), moment).toBe("");
  });

  test("most were interrupted, and some while there was something", () => {
    expect(interrupted.inAll).toBeGreaterThan(TIMES / 2);
    expect(interrupted.withObjects).toBeGreaterThan(0);
    recordFigure("interrupted", interrupted.inAll, "");
  });

  test.each([1, 2, 3])(
    "killed at a random moment, %i: it goes on once it may take over what it did not write down",
    async () => {
      const afterMs = randomInt(500, wholeMs / 2);
      expect(await interruptUp(afterMs, "SIGKILL")).toBe(true);
      await stacks.run(STACK, "cancel", "--yes");
      process.env[UPSERT] = "true";
      try {
        await stacks.must(STACK, "up", "--yes", "--skip-preview");
      } finally {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        delete process.env[UPSERT];
      }
      const moment = `after ${afterMs} of ${wholeMs} ms`;
      expect(await readMadeObjects(NAMESPACE), moment).toEqual(expected);
      await stacks.must(STACK, "preview", "--expect-no-changes");
      await stacks.must(STACK, "destroy", "--yes", "--skip-preview");
    },
  );
});
