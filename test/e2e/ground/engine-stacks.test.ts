// Two projects with two stacks each: the stacks of `app` refer to those of `platform` by their own name.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kubectl } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import { describeLifecycle, engineForThisFile, measure } from "./engine-lifecycle.ts";
import { createCliStack, type EngineStack } from "./engine-stack.ts";

const STACKS = ["dev", "prod"] as const;

interface Platform {
  stack: EngineStack;
  namespace: string;
  token: string;
}

const under = engineForThisFile();
const platforms = new Map<string, Platform>();

function platformOf(stack: string): Platform {
  const platform = platforms.get(stack);
  if (platform === undefined) {
    throw new Error(`the stack '${stack}' of the platform was not deployed`);
  }
  return platform;
}

describe("platform", () => {
  test.each(STACKS)("up of the stack %s hides its secret among its outputs", async (name) => {
    const stack = await createCliStack(under.sandbox, join(under.programs, "platform"), name);
    const namespace = under.nameNamespace(`ground-${name}`);
    const token = createUniqueText(`platform-token-${name}`);
    platforms.set(name, { stack, namespace, token });
    await stack.configure({ namespace, token });

    await measure(`platform/${name}: up`, stack.up);

    expect(await stack.readOutputs()).toEqual({ namespace, token: "[secret]" });
  });
});

for (const name of STACKS) {
  describeLifecycle({
    name: `app/${name}`,
    start: async () => ({
      stack: await createCliStack(under.sandbox, join(under.programs, "app"), name),
      sandbox: under.sandbox,
      namespace: platformOf(name).namespace,
      secrets: [createUniqueText(`app-token-${name}`), platformOf(name).token],
      outputs: { serviceName: "greeter", platformToken: "[secret]" },
    }),
  });
}

describe("platform, when no app is left", () => {
  test.each(STACKS)("destroy of the stack %s removes its namespace", async (name) => {
    const { stack, namespace } = platformOf(name);

    await measure(`platform/${name}: destroy`, stack.destroy);

    expect(await kubectl("get", "namespace", namespace, "--ignore-not-found")).toBe("");
  });
});
