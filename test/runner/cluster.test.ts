import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { NoClusterError, readKubernetesVersion } from "./cluster.ts";

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-kubeconfig-"));
  server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ major: "1", minor: "35", gitVersion: "v1.35.4" }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function writeKubeconfig(): string {
  const { port } = server.address() as AddressInfo;
  const file = join(folder, "kubeconfig");
  writeFileSync(
    file,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "c",
          // The client takes no plain HTTP without it.
          cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true },
        },
      ],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    }),
  );
  return file;
}

describe("readKubernetesVersion", () => {
  it("tells the version that the API server tells", async () => {
    expect(await readKubernetesVersion(writeKubeconfig())).toBe("v1.35.4");
  });

  it("says how to start a cluster when the API server is gone", async () => {
    const file = writeKubeconfig();
    server.close();
    const version = readKubernetesVersion(file);
    await expect(version).rejects.toThrow(NoClusterError);
    await expect(version).rejects.toThrow("ECONNREFUSED");
    await expect(version).rejects.toThrow("Start it with: npm run cluster -- up --nodes 2");
  });
});
