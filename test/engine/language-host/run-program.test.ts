import { readFile } from "node:fs/promises";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, test, vi } from "vitest";
import { callUnary } from "../call-unary.ts";
import { createTestFolder } from "../test-folder.ts";
import { createProgramInfo, ENGINE_ADDRESS, startHost, waitForEnd } from "./host-under-test.ts";

/** A stand-in for the SDK: notes how it was started, says something, and ends as the program says. */
const recordingSdk = {
  "package.json": "{}",
  "node_modules/@pulumi/pulumi/cmd/run.js": `
    const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
    require("node:fs").writeFileSync("started.json", JSON.stringify({
      pid: process.pid, arguments: process.argv.slice(2), nodeArguments: process.execArgv,
      folder: process.cwd(),
      config: JSON.parse(PULUMI_CONFIG), secretKeys: JSON.parse(PULUMI_CONFIG_SECRET_KEYS),
      typescript: PULUMI_NODEJS_TYPESCRIPT,
    }));
    console.log("a word of the program");
    const ending = process.argv.at(-1);
    if (ending === "stay") setInterval(() => undefined, 1000);
    else if (ending === "SIGSEGV") process.kill(process.pid, ending);
    else process.exit(Number(ending));`,
};

function createRunRequest(folder: string, ending: string): lang.RunRequest {
  const request = new lang.RunRequest()
    .setInfo(createProgramInfo(folder, "index.ts"))
    .setPwd(folder)
    .setProject("shop")
    .setStack("dev")
    .setOrganization("organization")
    .setMonitorAddress("127.0.0.1:2")
    .setParallel(7)
    .setDryrun(true)
    .setConfigsecretkeysList(["shop:token"])
    .setArgsList([ending]);
  request.getConfigMap().set("shop:token", "hunter2").set("shop:greeting", "hello");
  return request;
}

test("a program is started with what the engine says about stack, monitor and configuration", async () => {
  const host = await startHost();
  const folder = await createTestFolder(recordingSdk);
  const request = createRunRequest(folder, "0");
  request.getInfo()?.setOptions(
    struct.Struct.fromJavaScript({
      typescript: false,
      nodeargs: "--no-warnings  --stack-size=900",
    }),
  );

  await callUnary<lang.RunResponse>((done) => host.client.run(request, done));

  expect(JSON.parse(await readFile(join(folder, "started.json"), "utf8"))).toEqual({
    pid: expect.any(Number) as number,
    arguments: [
      "--monitor=127.0.0.1:2",
      `--engine=${ENGINE_ADDRESS}`,
      "--organization=organization",
      "--project=shop",
      `--root-directory=${folder}`,
      "--stack=dev",
      `--pwd=${folder}`,
      "--parallel=7",
      "--dry-run",
      "index.ts",
      "0",
    ],
    nodeArguments: ["--no-warnings", "--stack-size=900"],
    folder,
    config: { "shop:token": "hunter2", "shop:greeting": "hello" },
    secretKeys: ["shop:token"],
    typescript: "false",
  });
  await vi.waitFor(() => {
    expect(host.output()).toContain("a word of the program");
  });
});

test.each([
  { ending: "0", bail: false, error: "" },
  { ending: "32", bail: true, error: "" },
  { ending: "3", bail: false, error: "the program ended with exit code 3 and no message" },
  { ending: "SIGSEGV", bail: false, error: "the program was ended by SIGSEGV" },
])("a program that ends with $ending is told as bail $bail, error '$error'", async (expected) => {
  const { client } = await startHost();
  const request = createRunRequest(await createTestFolder(recordingSdk), expected.ending);

  const response = await callUnary<lang.RunResponse>((done) => client.run(request, done));

  expect({ bail: response.getBail(), error: response.getError() }).toEqual({
    bail: expected.bail,
    error: expected.error,
  });
});

test("a cancelled Run ends the program", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder(recordingSdk);
  let call: grpc.ClientUnaryCall | undefined;
  const cancelled = callUnary<lang.RunResponse>((done) => {
    call = client.run(createRunRequest(folder, "stay"), done);
  });
  const { pid } = await vi.waitUntil(
    async () =>
      await readFile(join(folder, "started.json"), "utf8").then(
        (text) => JSON.parse(text) as { pid: number },
        () => undefined,
      ),
    { timeout: 10_000 },
  );

  call?.cancel();

  await expect(cancelled).rejects.toMatchObject({ code: grpc.status.CANCELLED });
  await waitForEnd(pid);
});

test("a program without the SDK is refused with the command that installs it", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder({ "package.json": "{}" });

  const refused = callUnary<lang.RunResponse>((done) =>
    client.run(createRunRequest(folder, "0"), done),
  );

  await expect(refused).rejects.toMatchObject({
    code: grpc.status.FAILED_PRECONDITION,
    details: `'@pulumi/pulumi' is not installed for ${folder}: run "npm install" there first`,
  });
});

test("a runtime option of the wrong type is named", async () => {
  const { client } = await startHost();
  const request = createRunRequest(await createTestFolder(recordingSdk), "0");
  request.getInfo()?.setOptions(struct.Struct.fromJavaScript({ typescript: "never" }));

  const refused = callUnary<lang.RunResponse>((done) => client.run(request, done));

  await expect(refused).rejects.toMatchObject({
    code: grpc.status.INVALID_ARGUMENT,
    details: expect.stringMatching(/'runtime\.options' .*boolean.*typescript/s) as string,
  });
});
