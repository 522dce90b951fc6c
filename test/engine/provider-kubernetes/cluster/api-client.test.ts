import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { answer, type FakeServer, startFakeServer } from "../testing/fake-server.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import type { WatchEvent } from "./watch.ts";

const POD = { apiVersion: "v1", kind: "Pod", name: "a", namespace: "n" };
const CORE = { resources: [{ name: "pods", kind: "Pod", namespaced: true }] };

let server: FakeServer | undefined;

async function connect(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  onWarning: (message: string) => void = () => undefined,
): Promise<ApiClient> {
  server = await startFakeServer((request, response) => {
    if (request.url === "/api/v1") {
      answer(response, 200, CORE);
    } else {
      handle(request, response);
    }
  });
  return createApiClient(server.config, onWarning);
}

afterEach(async () => {
  await server?.close();
});

test("an apply is a patch of the named object, with its field manager and the user's credentials", async () => {
  const seen: unknown[] = [];
  const api = await connect((request, response) => {
    void text(request).then((body) => {
      seen.push(
        request.method,
        request.url,
        request.headers["content-type"],
        request.headers.authorization,
        body,
      );
      answer(response, 200, { kind: "Pod" });
    });
  });
  await api.apply({ kind: "Pod" }, POD, { fieldManager: "me", force: true, dryRun: true });
  expect(seen).toEqual([
    "PATCH",
    "/api/v1/namespaces/n/pods/a?fieldManager=me&fieldValidation=Warn&force=true&dryRun=All",
    "application/apply-patch+yaml",
    "Bearer user-token",
    '{"kind":"Pod"}',
  ]);
});

test("an object that is not there is undefined, any other refusal is an error with its words", async () => {
  const api = await connect((request, response) => {
    const isOther = request.url?.endsWith("/b") === true;
    answer(response, isOther ? 403 : 404, { message: "no way", reason: "Forbidden" });
  });
  expect(await api.get(POD)).toBeUndefined();
  await expect(api.get({ ...POD, name: "b" })).rejects.toThrow(
    "GET /api/v1/namespaces/n/pods/b: no way",
  );
});

test("an answer of a proxy that is no JSON is told as it is", async () => {
  const api = await connect((_request, response) => {
    response.writeHead(502).end("bad gateway");
  });
  await expect(api.get(POD)).rejects.toThrow("bad gateway");
});

test("a server that does not listen is unreachable", async () => {
  const api = await connect(() => undefined);
  await server?.close();
  await expect(api.get(POD)).rejects.toMatchObject({ name: "UnreachableError" });
});

test("warnings of the API server are passed on", async () => {
  const warnings: string[] = [];
  const api = await connect(
    (_request, response) => {
      response.setHeader("Warning", ['299 - "the \\"old\\" way"', '299 - "unknown field"']);
      answer(response, 200, {});
    },
    (message) => warnings.push(message),
  );
  await api.get(POD);
  expect(warnings).toEqual(['the "old" way', "unknown field"]);
});

test("a deletion names the uid it means", async () => {
  let body = "";
  const api = await connect((request, response) => {
    void text(request).then((sent) => {
      body = sent;
      answer(response, 200, {});
    });
  });
  await api.remove(POD, "Foreground", "1-2");
  expect(JSON.parse(body)).toMatchObject({
    propagationPolicy: "Foreground",
    preconditions: { uid: "1-2" },
  });
});

test("a watch passes events on and ends as expired on an event of code 410", async () => {
  const api = await connect((_request, response) => {
    const events = [
      { type: "MODIFIED", object: { kind: "Pod" } },
      { type: "ERROR", object: { code: 410, message: "too old" } },
    ];
    response.writeHead(200).write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  });
  const seen: WatchEvent[] = [];
  const end = await api.watch(POD, "5", (event) => seen.push(event), new AbortController().signal);
  expect(end).toEqual({ kind: "expired" });
  expect(seen).toEqual([{ type: "MODIFIED", object: { kind: "Pod" } }]);
});

test("a watch that is answered with 410 has expired, one with 403 has failed", async () => {
  let status = 410;
  const api = await connect((_request, response) => {
    answer(response, status, { message: "no" });
  });
  const { signal } = new AbortController();
  expect(await api.watch(POD, "5", () => undefined, signal)).toEqual({ kind: "expired" });
  status = 403;
  expect(await api.watch(POD, "5", () => undefined, signal)).toMatchObject({
    kind: "failed",
    error: { status: 403 },
  });
});

test("a watch that the server closes is closed, and so is one that is aborted before it is answered", async () => {
  let isSilent = false;
  const api = await connect((_request, response) => {
    if (!isSilent) {
      response.writeHead(200).end();
    }
  });
  const aborted = new AbortController();
  expect(await api.watch(POD, "5", () => undefined, aborted.signal)).toEqual({ kind: "closed" });
  isSilent = true;
  const watch = api.watch(POD, "5", () => undefined, aborted.signal);
  aborted.abort();
  expect(await watch).toEqual({ kind: "closed" });
});
