import type { ServerResponse } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { refuse } from "../kubernetes-api/api-server-stand-in.ts";
import { startCluster } from "./cluster-under-test.ts";
import { list, until, WAIT } from "./listed-names.ts";

describe("a registry whose API server goes away", () => {
  it("keeps what it knows, says that it may be old, and catches up", async () => {
    const { api, deploy, log, watch } = await startCluster();
    const gone = deploy("gone");
    deploy("stays");
    const registry = watch();
    await registry.whenSettled();
    await api.stop();
    await vi.waitFor(() => {
      expect(registry.failures()).toEqual([expect.stringMatching(/'apiUrl' .*ECONNREFUSED/)]);
    }, WAIT);
    expect(list(registry)).toEqual(["gone", "stays"]);
    gone.remove();
    deploy("new");
    await api.start();
    await until(registry, ["new", "stays"]);
    await vi.waitFor(() => {
      expect(registry.failures()).toEqual([]);
    }, WAIT);
    expect(log.messages("info").length).toBe(4);
  });

  it("survives one that has lost its history meanwhile", async () => {
    const { api, deploy, watch } = await startCluster();
    const gone = deploy("gone");
    const registry = watch();
    await registry.whenSettled();
    await api.stop();
    gone.remove();
    deploy("new");
    api.forgetHistory("event");
    await api.start();
    await until(registry, ["new"]);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      "an agent",
      (response) => {
        response.writeHead(404, { "Content-Type": "application/json" });
        response.end('{"error":{"code":404,"status":"NOT_FOUND","message":"Nothing."}}');
      },
      "it answered 404: it did not say why",
    ],
    [
      "a server with other JSON",
      (response) => response.end('{"items":7}'),
      "it answered with something else than a list",
    ],
    [
      "a server of pages",
      (response) => response.end("<html>"),
      "it answered with something else than a list",
    ],
  ])("says once that its address is that of %s", async (_, answer, reason) => {
    const { api, watch } = await startCluster();
    api.intercept = (__, response) => {
      answer(response);
      return true;
    };
    const registry = watch(["agents", "tools"]);
    await registry.whenSettled();
    expect(registry.failures()).toEqual([
      `'apiUrl' (${api.url}) must be the address of an API server: ${reason}. ` +
        "Start 'kubectl proxy', and give the address that it prints.",
    ]);
  });

  it("is told as it is when what stands before it fails", async () => {
    const { api, watch } = await startCluster();
    api.intercept = (_, response) => {
      response.writeHead(502).end("no route");
      return true;
    };
    const registry = watch();
    await registry.whenSettled();
    expect(registry.failures()).toEqual([
      expect.stringMatching(/\/services\?.*: it answered 502: it did not say why\.$/),
      expect.stringMatching(/\/endpointslices\?.*: it answered 502: it did not say why\.$/),
    ]);
  });

  it("is settled with failures when it must not ask, and names what it may not", async () => {
    const { api, watch } = await startCluster();
    api.intercept = (_, response) => {
      refuse(response, 403, "no rights");
      return true;
    };
    const registry = watch();
    await registry.whenSettled();
    expect(registry.list()).toEqual([]);
    expect(registry.failures()).toEqual([
      expect.stringMatching(
        /\/services\?.*: it answered 403: no rights Give whoever asks the verbs get, list and watch/,
      ),
      expect.stringMatching(/\/endpointslices\?.*: it answered 403: no rights Give/),
    ]);
  });

  it("asks agents whether they are there when it must not know it from the cluster", async () => {
    const { api, deploy, watch } = await startCluster();
    deploy("research");
    const { intercept } = api;
    api.intercept = (request, response, url) => {
      if (url.pathname.includes("endpointslices")) {
        refuse(response, 403, "no rights");
        return true;
      }
      return intercept(request, response, url);
    };
    const registry = watch();
    await until(registry, ["research"]);
    expect(registry.failures()).toMatchObject([expect.stringContaining("no rights")]);
  });
});
