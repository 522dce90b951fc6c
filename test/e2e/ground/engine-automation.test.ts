// The Automation API with an inline program: the test's own process is the program.
import { dirname } from "node:path";
import * as automation from "@pulumi/pulumi/automation/index.js";
import { buildLife, describeLifecycle, engineForThisFile } from "./engine-lifecycle.ts";
import type { Outcome } from "../../engine/engine-sandbox.ts";
import type { EngineStack } from "./engine-stack.ts";
import { deployInline } from "./programs/inline-program.ts";

const under = engineForThisFile();

/** The outcome of a call that rejects with what the engine printed. */
async function toOutcome(call: Promise<{ stdout: string; stderr: string }>): Promise<Outcome> {
  try {
    const { stdout, stderr } = await call;
    return { succeeded: true, output: stdout + stderr };
  } catch (error) {
    return { succeeded: false, output: String(error) };
  }
}

async function createInlineStack(): Promise<EngineStack> {
  const { engine, sandbox } = under;
  const stack = await automation.LocalWorkspace.createStack(
    { stackName: "dev", projectName: "inline", program: deployInline },
    {
      pulumiCommand: await automation.PulumiCommand.get({ root: dirname(dirname(engine.pulumi)) }),
      envVars: sandbox.environment,
      workDir: sandbox.folder,
    },
  );
  return {
    async configure(settings) {
      const entries = Object.entries(settings).map(([key, value]) => [
        key,
        { value: String(value), secret: key === "token" },
      ]);
      await stack.setAllConfig(Object.fromEntries(entries) as automation.ConfigMap);
    },
    up: () => toOutcome(stack.up()),
    previewWithoutChanges: () => toOutcome(stack.preview({ expectNoChanges: true })),
    refreshWithoutChanges: () => toOutcome(stack.refresh({ expectNoChanges: true })),
    destroy: () => toOutcome(stack.destroy()),
    async readOutputs() {
      const outputs = Object.entries(await stack.outputs());
      return Object.fromEntries(
        outputs.map(([name, { value, secret }]) => [name, secret ? "[secret]" : value]),
      );
    },
  };
}

describeLifecycle({
  name: "inline",
  start: async () => buildLife(under, "inline", await createInlineStack()),
});
