import lang from "@pulumi/pulumi/proto/language_pb.js";
import { expect, test } from "vitest";
import { createTestFolder } from "../test-folder.ts";
import { createProgramInfo, readStream, startHost, waitForEnd } from "./host-under-test.ts";

const sayAndEnd = (name: string): string => `
  console.log(JSON.stringify({
    script: "${name}", operands: process.argv.slice(2), folder: process.cwd(), word: process.env.WORD,
  }));
  console.error("a complaint");
  process.exitCode = 5;`;

const pluginFolder = {
  "package.json": "{}",
  "elsewhere/file": "",
  "node_modules/@pulumi/pulumi/cmd/run-plugin.js": sayAndEnd("run-plugin"),
  "node_modules/@pulumi/pulumi/cmd/run-policy-pack.js": sayAndEnd("run-policy-pack"),
};

function collect(responses: lang.RunPluginResponse[]): {
  stdout: string;
  stderr: string;
  last: number;
} {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  return {
    stdout: responses.map((response) => text(response.getStdout_asU8())).join(""),
    stderr: responses.map((response) => text(response.getStderr_asU8())).join(""),
    last: responses.at(-1)?.getExitcode() ?? -1,
  };
}

test("a component package is run in the engine's folder, and its output and exit code are streamed", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder(pluginFolder);
  const request = new lang.RunPluginRequest()
    .setInfo(createProgramInfo(folder))
    .setPwd(`${folder}/elsewhere`)
    .setKind("resource")
    .setArgsList(["127.0.0.1:9"])
    .setEnvList([`PATH=${process.env["PATH"] ?? ""}`, "WORD=a=b"]);

  const { stdout, stderr, last } = collect(await readStream(client.runPlugin(request)));

  expect(JSON.parse(stdout)).toEqual({
    script: "run-plugin",
    operands: [folder, "127.0.0.1:9"],
    folder: `${folder}/elsewhere`,
    word: "a=b",
  });
  expect(stderr).toBe("a complaint\n");
  expect(last).toBe(5);
});

test("a policy pack is run in its own folder, its operands in the order of its script", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder(pluginFolder);
  const request = new lang.RunPluginRequest()
    .setInfo(createProgramInfo(folder))
    .setPwd("/")
    .setKind("analyzer")
    .setArgsList(["127.0.0.1:9"]);

  const { stdout } = collect(await readStream(client.runPlugin(request)));

  expect(JSON.parse(stdout)).toMatchObject({
    script: "run-policy-pack",
    operands: ["127.0.0.1:9", folder],
    folder,
  });
});

test("a cancelled RunPlugin ends the plugin", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder({
    "package.json": "{}",
    "node_modules/@pulumi/pulumi/cmd/run-plugin.js":
      "process.stdout.write(String(process.pid)); setInterval(() => undefined, 1000);",
  });
  const call = client.runPlugin(new lang.RunPluginRequest().setInfo(createProgramInfo(folder)));
  call.on("error", () => undefined);
  const pid = await new Promise<number>((resolve) => {
    call.once("data", (response: lang.RunPluginResponse) => {
      resolve(Number(Buffer.from(response.getStdout_asU8()).toString()));
    });
  });

  call.cancel();

  await waitForEnd(pid);
});

test("a plugin without the SDK ends the stream with the command that installs it", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder({ "package.json": "{}" });

  const refused = readStream(
    client.runPlugin(new lang.RunPluginRequest().setInfo(createProgramInfo(folder))),
  );

  await expect(refused).rejects.toThrow(`'@pulumi/pulumi' is not installed for ${folder}`);
});
