import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAnnotation } from "../../../agent-runtime/src/deletion-cost/write-annotation.ts";
import type { ApiServerError } from "../../../agent-runtime/src/kubernetes-api/api-server-error.ts";
import { createFolder } from "../auth/folder.ts";
import { startKeyServer } from "../auth/key-server.ts";
import { findFreePort } from "../free-port.ts";
import { refuse, startApiServer } from "./api-server.ts";

const patience = new AbortController().signal;
const PATH = "/api/v1/namespaces/agents/pods/research-7d9-x?fieldManager=agent-runtime";

const caught = (error: unknown): ApiServerError => error as ApiServerError;

describe("the deletion cost of a pod", () => {
  it("is written by a patch of the own pod that names no other member of it", async () => {
    const api = await startApiServer();
    await writeAnnotation(api.settings, 4, patience);
    expect(api.requests).toEqual([
      {
        method: "PATCH",
        url: PATH,
        contentType: "application/merge-patch+json",
        body: {
          metadata: { annotations: { "controller.kubernetes.io/pod-deletion-cost": "4" } },
        },
      },
    ]);
  });

  it("is written over TLS, with the token that is mounted then: the kubelet replaces it", async () => {
    const server = await startKeyServer({ isTls: true });
    server.documents[PATH] = { kind: "Pod" };
    const tokenFile = join(await createFolder(), "token");
    const settings = {
      podName: "research-7d9-x",
      podNamespace: "agents",
      apiServer: { url: server.url, trust: { caFile: server.caFile, tokenFile } },
    };
    for (const token of ["first", "second"]) {
      await writeFile(tokenFile, `${token}\n`);
      await writeAnnotation(settings, 1, patience);
    }
    expect(server.requests).toEqual([
      { path: PATH, authorization: "Bearer first" },
      { path: PATH, authorization: "Bearer second" },
    ]);
  });
});

describe("a write that fails", () => {
  it("tells what the API server says, and its status", async () => {
    const api = await startApiServer();
    api.answer = (response) => {
      refuse(response, 403, "A pod of an agent must change no pod but itself.");
    };
    const error = await writeAnnotation(api.settings, 1, patience).catch(caught);
    expect(error).toMatchObject({
      name: "ApiServerError",
      kind: "403",
      message: `${api.settings.apiServer.url}${PATH}: it answered 403: A pod of an agent must change no pod but itself.`,
    });
  });

  it("tells the status of what is no answer of an API server", async () => {
    const api = await startApiServer();
    api.answer = (response) => {
      response.writeHead(502).end("<h1>Bad gateway</h1>");
    };
    const error = await writeAnnotation(api.settings, 1, patience).catch(caught);
    expect(error).toMatchObject({
      kind: "502",
      message: `${api.settings.apiServer.url}${PATH}: it answered 502: it did not say why.`,
    });
  });

  it("tells that nobody listens, and that there is no token", async () => {
    const api = await startApiServer();
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const nobody = { ...api.settings, apiServer: { url, trust: {} } };
    expect(await writeAnnotation(nobody, 1, patience).catch(caught)).toMatchObject({
      kind: "ECONNREFUSED",
    });
    const tokenFile = join(await createFolder(), "token");
    const { apiServer } = api.settings;
    const unknown = { ...api.settings, apiServer: { ...apiServer, trust: { tokenFile } } };
    expect(await writeAnnotation(unknown, 1, patience).catch(caught)).toMatchObject({
      kind: "ENOENT",
    });
    expect(api.requests).toEqual([]);
  });

  it("tells that no answer came in time", async () => {
    const api = await startApiServer();
    api.answer = () => undefined;
    const error = await writeAnnotation(api.settings, 1, AbortSignal.timeout(50)).catch(caught);
    expect(error).toMatchObject({
      kind: "timeout",
      message: `${api.settings.apiServer.url}${PATH}: it did not answer in time.`,
    });
  });
});
