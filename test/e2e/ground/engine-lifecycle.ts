import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { prepareEngine, type Engine } from "../../engine/engine.ts";
import {
  createEngineSandbox,
  type EngineSandbox,
  type Outcome,
} from "../../engine/engine-sandbox.ts";
import { findSecrets } from "../../engine/find-secrets.ts";
import { recordFigure } from "../../runner/figures.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import type { EngineStack, GreeterSettings } from "./engine-stack.ts";

export interface EngineUnderTest {
  engine: Engine;
  sandbox: EngineSandbox;
  /** The folder of the programs, where commands may write. */
  programs: string;
  /** A name for a namespace that no other run has. What is left of it is removed when the tests are over. */
  nameNamespace: (prefix: string) => string;
  remove: () => Promise<void>;
}

/**
 * An engine, and a sandbox with copies of the programs, for the tests of the file that calls this.
 *
 * Ready when the first of its tests, or a `beforeAll` after this call, runs; gone after the last.
 */
export function engineForThisFile(): EngineUnderTest {
  const under = {} as EngineUnderTest;
  beforeAll(async () => {
    Object.assign(under, await createEngineUnderTest());
    return under.remove;
  });
  return under;
}

async function createEngineUnderTest(): Promise<EngineUnderTest> {
  const engine = await prepareEngine({ progress: createProgress() });
  const sandbox = await createEngineSandbox(engine);
  const namespaces: string[] = [];
  return {
    engine,
    sandbox,
    programs: await sandbox.copyFolder(join(import.meta.dirname, "programs")),
    nameNamespace(prefix) {
      const namespace = createUniqueText(prefix);
      namespaces.push(namespace);
      return namespace;
    },
    async remove() {
      await sandbox.remove();
      await Promise.all(namespaces.map(deleteNamespace));
    },
  };
}

/** The page as the cluster serves it, through the API server's proxy to the Service. */
export async function readPage(namespace: string): Promise<string> {
  return await kubectl(
    "get",
    "--raw",
    `/api/v1/namespaces/${namespace}/services/greeter:http/proxy/`,
  );
}

/** Waits until the page says this: the kube-proxies learn of new endpoints a moment after the API server. */
async function waitForPage(namespace: string, greeting: string): Promise<void> {
  await waitFor(`the page "${greeting}"`, 30, async () => (await readPage(namespace)) === greeting);
}

/** The names of what a program has made in its namespace. */
export async function listObjects(namespace: string): Promise<string[]> {
  const kinds = "deployments,pods,services,configmaps,secrets";
  const printed = await kubectl(
    "get",
    kinds,
    `--namespace=${namespace}`,
    "--selector=app.kubernetes.io/name=greeter",
    "--output=name",
  );
  return printed.split("\n").filter((line) => line !== "");
}

/** Runs one operation, keeps how long it took, and returns what it printed; fails unless it ended as expected. */
export async function measure(
  figure: string,
  operation: () => Promise<Outcome>,
  expected: "success" | "failure" = "success",
): Promise<string> {
  const startMs = Date.now();
  const { succeeded, output } = await operation();
  recordFigure(figure, (Date.now() - startMs) / 1000, "s");
  expect(succeeded, output).toBe(expected === "success");
  return output;
}

/** A greeter that is about to be deployed. */
export interface Life {
  stack: EngineStack;
  sandbox: EngineSandbox;
  /** Where the page will be. */
  namespace: string;
  /** What must not be found in clear anywhere in the sandbox. The first one is the token. */
  secrets: [string, ...string[]];
  /** The outputs to expect. */
  outputs: Record<string, unknown>;
}

/** The life of a program that makes its namespace itself and has its token among its outputs. */
export function buildLife(
  under: EngineUnderTest,
  name: string,
  stack: EngineStack,
  moreOutputs: Record<string, unknown> = {},
): Life {
  return {
    stack,
    sandbox: under.sandbox,
    namespace: under.nameNamespace(`ground-${name}`),
    secrets: [createUniqueText("token")],
    outputs: { serviceName: "greeter", token: "[secret]", ...moreOutputs },
  };
}

export interface Lifecycle {
  /** Names the figures: `<name>: up`, `<name>: preview`. */
  name: string;
  /** Called before the first step. */
  start: () => Promise<Life>;
}

/** Registers the tests of one stack's life, from its first `up` to its end: each step rests on the one before it. */
export function describeLifecycle({ name, start }: Lifecycle): void {
  describe(name, () => {
    let life: Life;

    const settings: GreeterSettings = {
      namespace: "",
      greeting: "hello",
      replicas: 1,
      broken: false,
      token: "",
    };

    beforeAll(async () => {
      life = await start();
      settings.namespace = life.namespace;
      settings.token = life.secrets[0];
      await life.stack.configure(settings);
    });

    test("up brings a server that greets", async () => {
      await measure(`${name}: up`, life.stack.up);

      await waitForPage(life.namespace, "hello");
      expect(await life.stack.readOutputs()).toEqual(life.outputs);
    });

    test("a preview after it plans no change", async () => {
      await measure(`${name}: preview without changes`, life.stack.previewWithoutChanges);
    });

    test("a refresh finds the cluster as the state says", async () => {
      await measure(`${name}: refresh without changes`, life.stack.refreshWithoutChanges);
    });

    test("an edit of the configuration is rolled out", async () => {
      await life.stack.configure({ greeting: "good day", replicas: 2 });
      await measure(`${name}: edit`, life.stack.up);

      await waitForPage(life.namespace, "good day");
    });

    test("a rollout of a server that crashes fails with its pod, the reason and its last words", async () => {
      await life.stack.configure({ greeting: "never seen", broken: true });
      const output = await measure(`${name}: failed rollout`, life.stack.up, "failure");

      expect(output).toMatch(
        /greeter-[0-9a-z]+-[0-9a-z]+-[0-9a-z]{5}\b|greeter-[0-9a-z]+-[0-9a-z]{5}\b/,
      );
      expect(output).toMatch(/CrashLoopBackOff|exit code 3/);
      expect(output).toContain("the page store cannot be opened");
      // The pods of the version before go on serving.
      expect(await readPage(life.namespace)).toBe("good day");
    });

    test("the fix of the failed rollout is rolled out, and then nothing is left to do", async () => {
      await life.stack.configure({ greeting: "good evening", broken: false });
      await measure(`${name}: fix`, life.stack.up);

      await waitForPage(life.namespace, "good evening");
      await measure(`${name}: preview after the fix`, life.stack.previewWithoutChanges);
    });

    test("no file of the engine holds a secret in clear", async () => {
      expect(await findSecrets(life.sandbox.folder, life.secrets)).toEqual([]);
    });

    test("destroy leaves none of its objects, and no secret in what the engine keeps", async () => {
      await measure(`${name}: destroy`, life.stack.destroy);

      expect(await listObjects(life.namespace)).toEqual([]);
      expect(await findSecrets(life.sandbox.folder, life.secrets)).toEqual([]);
    });
  });
}
