import { readFile } from "node:fs/promises";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, test, vi } from "vitest";
import { callUnary } from "../call-unary.ts";
import { HOST_VERSION } from "./language-service.ts";
import { createTestFolder } from "../test-folder.ts";
import { createProgramInfo, startHost, waitForEnd, type HostUnderTest } from "./host-under-test.ts";

/** A stand-in for the SDK whose program writes its process id and then stays. */
const stayingProgram = {
  "package.json": "{}",
  "node_modules/@pulumi/pulumi/cmd/run.js": `
    require("node:fs").writeFileSync("pid", String(process.pid));
    setInterval(() => undefined, 1000);`,
};

/** Runs a program that stays, and returns its process id once it is there. */
async function runStayingProgram(host: HostUnderTest): Promise<number> {
  const folder = await createTestFolder(stayingProgram);
  const request = new lang.RunRequest().setInfo(createProgramInfo(folder)).setPwd(folder);
  host.client.run(request, () => undefined);
  const pid = await vi.waitUntil(
    async () => await readFile(join(folder, "pid"), "utf8").catch(() => undefined),
    { timeout: 10_000 },
  );
  return Number(pid);
}

test("the host says which release of Pulumi it speaks", async () => {
  const { client } = await startHost();

  const info = await callUnary<plugin.PluginInfo>((done) =>
    client.getPluginInfo(new empty.Empty(), done),
  );

  expect(info.getVersion()).toBe(HOST_VERSION);
  expect(HOST_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
});

test("the host calls itself a stand-in in what `pulumi about` shows", async () => {
  const { client } = await startHost();

  const about = await callUnary<lang.AboutResponse>((done) =>
    client.about(new lang.AboutRequest(), done),
  );

  expect(about.getVersion()).toMatch(/^v\d+/);
  expect(about.getMetadataMap().get("host")).toBe("stand-in for pulumi-language-nodejs");
});

test("flags that the engine may pass do not hide its address from the host", async () => {
  const { client } = await startHost({ args: ["-root=/somewhere", "--tracing=unused"] });

  const info = await callUnary<plugin.PluginInfo>((done) =>
    client.getPluginInfo(new empty.Empty(), done),
  );

  expect(info.getVersion()).toBe(HOST_VERSION);
});

test.each([
  ["generateProgram", new lang.GenerateProgramRequest(), "--generate-code=false"],
  ["generateProject", new lang.GenerateProjectRequest(), "pulumi convert"],
  ["pack", new lang.PackRequest(), "npm pack"],
] as const)("%s is refused with the way around it", async (method, request, remedy) => {
  const { client } = await startHost();

  const refused = callUnary((done) =>
    (
      client[method] as (
        request: unknown,
        callback: (error: grpc.ServiceError | null, response: unknown) => void,
      ) => unknown
    ).call(client, request, done),
  );

  await expect(refused).rejects.toMatchObject({
    code: grpc.status.UNIMPLEMENTED,
    details: expect.stringContaining(remedy) as string,
  });
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "a program ends with its host after %s",
  async (signal) => {
    const host = await startHost();
    const program = await runStayingProgram(host);

    process.kill(host.pid, signal);

    await waitForEnd(host.pid);
    await waitForEnd(program);
  },
);

test("host and program end when the engine is killed", async () => {
  const host = await startHost({ underShell: true });
  const program = await runStayingProgram(host);

  host.killParent();

  await waitForEnd(host.pid);
  await waitForEnd(program);
});

test("Cancel ends the running program and lets the host go on", async () => {
  const { client, ...host } = await startHost();
  const program = await runStayingProgram({ client, ...host });

  await callUnary((done) => client.cancel(new empty.Empty(), done));

  await waitForEnd(program);
  const info = await callUnary<plugin.PluginInfo>((done) =>
    client.getPluginInfo(new empty.Empty(), done),
  );
  expect(info.getVersion()).toBe(HOST_VERSION);
});
