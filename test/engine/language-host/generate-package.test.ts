import { readFile } from "node:fs/promises";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import { expect, test } from "vitest";
import { callUnary } from "../call-unary.ts";
import { createTestFolder } from "../test-folder.ts";
import { startHost, type HostUnderTest } from "./host-under-test.ts";

/** A command in the place of sdkgen. */
async function createSdkgen(script: string): Promise<string> {
  const folder = await createTestFolder({ sdkgen: `#!/bin/sh\n${script}\n` });
  return join(folder, "sdkgen");
}

async function generate({ client }: HostUnderTest, folder: string): Promise<unknown> {
  const request = new lang.GeneratePackageRequest()
    .setDirectory(folder)
    .setSchema('{ "name": "agents" }')
    .setLoaderTarget("127.0.0.1:9")
    .setLocal(true);
  return await callUnary<lang.GeneratePackageResponse>((done) =>
    client.generatePackage(request, done),
  );
}

test("sdkgen is given folder and loader as flags and the schema as input", async () => {
  const folder = await createTestFolder();
  const sdkgen = await createSdkgen(`{ echo "$@"; cat; } > '${folder}/given'`);

  await generate(await startHost({ args: [`--sdkgen=${sdkgen}`] }), folder);

  expect(await readFile(join(folder, "given"), "utf8")).toBe(
    `-out=${folder} -loader=127.0.0.1:9 -local=true\n{ "name": "agents" }`,
  );
});

test("a failure of sdkgen is told with its exit code and words", async () => {
  const sdkgen = await createSdkgen("echo the schema has no name >&2; exit 1");

  await expect(
    generate(await startHost({ args: [`--sdkgen=${sdkgen}`] }), "/nowhere"),
  ).rejects.toMatchObject({
    details: "sdkgen wrote no SDK (exit code 1): the schema has no name",
  });
});

test("a host without sdkgen refuses to generate and names the flag", async () => {
  await expect(generate(await startHost(), "/nowhere")).rejects.toMatchObject({
    code: grpc.status.UNIMPLEMENTED,
    details: expect.stringContaining("--sdkgen=PATH") as string,
  });
});
