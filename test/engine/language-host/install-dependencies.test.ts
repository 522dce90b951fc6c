import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import { expect, test } from "vitest";
import { callUnary } from "../call-unary.ts";
import { createTestFolder } from "../test-folder.ts";
import { createProgramInfo, readStream, startHost, type HostUnderTest } from "./host-under-test.ts";

async function install({ client }: HostUnderTest, folder: string): Promise<string> {
  const responses = await readStream(
    client.installDependencies(
      new lang.InstallDependenciesRequest().setInfo(createProgramInfo(folder)),
    ),
  );
  return responses.map((response) => Buffer.from(response.getStdout_asU8()).toString()).join("");
}

test("nothing is installed when every declared dependency is there", async () => {
  const folder = await createTestFolder({
    "program/package.json": '{ "dependencies": { "there": "1.0.0" } }',
    "node_modules/there/package.json": "{}",
  });

  const said = await install(await startHost(), join(folder, "program"));

  expect(said).toBe("every declared dependency is installed\n");
});

test("a linked SDK is declared by its folder, linked, and prepared by its own script", async () => {
  const declared = { type: "module", dependencies: { there: "1.0.0" }, name: "program" };
  const host = await startHost();
  const folder = await createTestFolder({
    "package.json": JSON.stringify(declared),
    "node_modules/there/package.json": "{}",
    "sdks/my-agents/package.json": JSON.stringify({
      name: "@pulumi/my-agents",
      scripts: { postinstall: "node -e 'fs.writeFileSync(`prepared`, ``)'" },
    }),
  });
  const dependency = new lang.LinkRequest.LinkDependency()
    .setPath("sdks/my-agents")
    .setPackage(new plugin.PackageDependency().setName("my-agents"));
  const request = new lang.LinkRequest()
    .setInfo(createProgramInfo(folder))
    .setPackagesList([dependency]);

  const linked = await callUnary<lang.LinkResponse>((done) => host.client.link(request, done));
  await install(host, folder);

  expect(linked.getImportInstructions()).toContain(
    'import * as my_agents from "@pulumi/my-agents";',
  );
  const written = {
    ...declared,
    dependencies: { there: "1.0.0", "@pulumi/my-agents": "file:sdks/my-agents" },
  };
  expect(await readFile(join(folder, "package.json"), "utf8")).toBe(
    `${JSON.stringify(written, null, 2)}\n`,
  );
  expect(await readlink(join(folder, "node_modules/@pulumi/my-agents"))).toBe(
    "../../sdks/my-agents",
  );
  await expect(readFile(join(folder, "sdks/my-agents/prepared"), "utf8")).resolves.toBe("");
});

test("an SDK that cannot be prepared fails the installation with the command", async () => {
  const folder = await createTestFolder({
    "package.json": '{ "dependencies": { "sdk": "file:sdk" } }',
    "sdk/package.json": '{ "name": "sdk", "scripts": { "postinstall": "exit 4" } }',
  });

  await expect(install(await startHost(), folder)).rejects.toThrow(
    `"npm run postinstall --if-present" in ${folder}/sdk ended with exit code 4`,
  );
});
