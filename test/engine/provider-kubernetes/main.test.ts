import { spawn } from "node:child_process";
import { once } from "node:events";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { afterEach, expect, test } from "vitest";
import { callUnary } from "../call-unary.ts";
import { providerVersion } from "./rpc/schema.ts";
import { answer, startFakeServer } from "./testing/fake-server.ts";
import { MAIN, type ProviderProcess, startProvider } from "./testing/provider-process.ts";
import { openProperties, sealProperties } from "./values/properties.ts";

let running: ProviderProcess | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(env: Record<string, string> = {}): Promise<ProviderProcess> {
  running = await startProvider(env);
  return running;
}

function configure(
  client: ProviderProcess["client"],
  request: provider.ConfigureRequest,
): Promise<provider.ConfigureResponse> {
  return callUnary((done) => client.configure(request, done));
}

test("the first line, and the only one, is the bare port: that is how the engine finds a provider", async () => {
  const { client, lines } = await start();
  const info = await callUnary<plugin.PluginInfo>((done) =>
    client.getPluginInfo(new empty.Empty(), done),
  );
  expect(info.getVersion()).toBe(providerVersion());
  expect(lines).toEqual([expect.stringMatching(/^\d+$/)]);
});

test("handshake and configure promise the same, or the engine refuses the provider", async () => {
  const { client } = await start();
  const shaken = await callUnary<provider.ProviderHandshakeResponse>((done) =>
    client.handshake(new provider.ProviderHandshakeRequest(), done),
  );
  const configured = await configure(client, new provider.ConfigureRequest());
  expect(shaken.getAcceptSecrets()).toBe(configured.getAcceptsecrets());
  expect(shaken.getSupportsAutonamingConfiguration()).toBe(
    configured.getSupportsAutonamingConfiguration(),
  );
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends the process at once: the engine waits five seconds for one that does not",
  async (signal) => {
    const { child } = await start();
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  },
);

test("a provider whose engine was killed goes, too", async () => {
  const script = '"$0" "$1" & echo $! >&2; wait';
  const shell = spawn("sh", ["-c", script, process.execPath, MAIN]);
  const [written] = await Promise.all([once(shell.stderr, "data"), once(shell.stdout, "data")]);
  try {
    shell.kill("SIGKILL");
    // The provider holds the other end of the pipe until it exits.
    await once(shell.stdout, "close", { signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    process.kill(Number(String(written)), "SIGKILL");
    throw error;
  }
});

test("a state above the default limit of 4 MB goes through", async () => {
  const { client } = await start();
  const request = new provider.CheckRequest();
  request.setType("kubernetes:core/v1:ConfigMap");
  const metadata = { name: "a", namespace: "n" };
  const data = { big: "x".repeat(5_000_000) };
  request.setNews(sealProperties({ apiVersion: "v1", kind: "ConfigMap", metadata, data }, []));
  const response = await callUnary<provider.CheckResponse>((done) => client.check(request, done));
  expect(openProperties(response.getInputs()).value.data).toEqual(data);
});

test("functions and components of the package are refused with the one message", async () => {
  const { client } = await start();
  const invoke = new provider.InvokeRequest();
  invoke.setTok("kubernetes:helm:template");
  await expect(
    callUnary<provider.InvokeResponse>((done) => client.invoke(invoke, done)),
  ).rejects.toMatchObject({
    details: expect.stringContaining("leaves out Helm") as string,
  });
  const construct = new provider.ConstructRequest();
  construct.setType("kubernetes:yaml/v2:ConfigFile");
  await expect(
    callUnary<provider.ConstructResponse>((done) => client.construct(construct, done)),
  ).rejects.toMatchObject({
    details: expect.stringContaining("leaves out YAML") as string,
  });
});

test("client-side apply and rendering are refused when the provider is configured", async () => {
  const { client } = await start();
  const request = new provider.ConfigureRequest();
  request.setArgs(sealProperties({ enableServerSideApply: "false" }, []));
  await expect(configure(client, request)).rejects.toMatchObject({
    details: expect.stringContaining("client-side apply") as string,
  });
});

test("warnings of the API server reach the user, each once", async () => {
  const api = await startFakeServer((request, response) => {
    if (request.url === "/api/v1") {
      const resources = [{ name: "configmaps", kind: "ConfigMap", namespaced: true }];
      answer(response, 200, { resources });
    } else {
      response.setHeader("Warning", '299 - "out of fashion"');
      answer(response, 404, {});
    }
  });
  const { client, logged } = await start();
  const configuration = new provider.ConfigureRequest();
  configuration.setArgs(sealProperties({ kubeconfig: api.kubeconfig }, []));
  await configure(client, configuration);
  const request = new provider.ReadRequest();
  request.setId("n/a");
  request.setType("kubernetes:core/v1:ConfigMap");
  for (let round = 0; round < 2; round += 1) {
    expect(
      (await callUnary<provider.ReadResponse>((done) => client.read(request, done))).getId(),
    ).toBe("");
  }
  await api.close();
  expect(logged).toEqual(["out of fashion"]);
});
