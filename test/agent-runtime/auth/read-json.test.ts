import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readJson } from "../../../agent-runtime/src/auth/read-json.ts";
import { createFolder } from "./folder.ts";
import { startKeyServer } from "./key-server.ts";

const patience = new AbortController().signal;

describe("a document that is read", () => {
  it("comes over TLS from a server that the authority in a file vouches for", async () => {
    const server = await startKeyServer({ isTls: true });
    server.documents["/keys"] = { keys: [] };
    const trust = { caFile: server.caFile };
    expect(await readJson(`${server.url}/keys`, trust, patience)).toEqual({ keys: [] });
    await expect(readJson(`${server.url}/keys`, {}, patience)).rejects.toThrow(
      `${server.url}/keys: Error: self-signed certificate`,
    );
  });

  it("is asked for without a token when the file that may have one is missing", async () => {
    const server = await startKeyServer();
    server.documents["/keys"] = { keys: [] };
    const tokenFile = join(await createFolder(), "token");
    const trust = { tokenFile, isTokenOptional: true };
    await readJson(`${server.url}/keys`, trust, patience);
    await writeFile(tokenFile, "t0ken\n");
    await readJson(`${server.url}/keys`, trust, patience);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      "Bearer t0ken",
    ]);
  });

  it("is given up when the server takes the question and never answers", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    await expect(readJson(url, {}, AbortSignal.timeout(50))).rejects.toThrow(
      `${url}: it did not answer in time.`,
    );
  });

  it("is given up when the server stops in the middle of its answer", async () => {
    const server = createServer((_, response) => {
      response.write('{"keys":');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    await expect(readJson(url, {}, AbortSignal.timeout(50))).rejects.toThrow(
      `${url}: it did not answer in time.`,
    );
  });
});
