// A component package: used from YAML as it lies in its folder, and from Node through a generated SDK.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyObjects } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import {
  buildLife,
  describeLifecycle,
  engineForThisFile,
  listObjects,
  measure,
  readPage,
} from "./engine-lifecycle.ts";
import { createCliStack } from "./engine-stack.ts";

const under = engineForThisFile();

describeLifecycle({
  name: "yaml",
  start: async () => {
    const stack = await createCliStack(under.sandbox, join(under.programs, "yaml"));
    return buildLife(under, "yaml", stack);
  },
});

test("the schema of the component package tells its inputs, outputs and what is required", async () => {
  const folder = join(under.programs, "component");

  const { stdout } = await under.sandbox.run(["package", "get-schema", folder], { cwd: folder });

  expect(JSON.parse(stdout)).toMatchObject({
    name: "greeter",
    version: "0.1.0",
    resources: {
      "greeter:index:Greeter": {
        isComponent: true,
        inputProperties: {
          namespace: { type: "string" },
          greeting: { type: "string" },
        },
        requiredInputs: ["broken", "greeting", "namespace", "replicas", "token"],
        properties: { serviceName: { type: "string" } },
      },
    },
  });
});

test("an SDK that is generated for Node deploys the component", async () => {
  const folder = join(under.programs, "generated-sdk");
  const namespace = under.nameNamespace("ground-generated-sdk");
  await applyObjects({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const stack = await createCliStack(under.sandbox, folder);
  await stack.configure({
    namespace,
    greeting: "hello",
    replicas: 1,
    broken: false,
    token: createUniqueText("token"),
  });

  await measure("generated-sdk: package add", async () => {
    const added = await under.sandbox.run(["package", "add", "../component"], { cwd: folder });
    return { succeeded: added.exitCode === 0, output: added.stdout + added.stderr };
  });
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({
    dependencies: { "@pulumi/greeter": "file:sdks/greeter" },
  });
  await measure("generated-sdk: up", stack.up);

  expect(await stack.readOutputs()).toEqual({ serviceName: "greeter" });
  expect(await readPage(namespace)).toBe("hello");
  await measure("generated-sdk: preview without changes", stack.previewWithoutChanges);
  await measure("generated-sdk: destroy", stack.destroy);
  expect(await listObjects(namespace)).toEqual([]);
});
