import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createKubectl, readCluster } from "../../../sdk/src/preflight/read-cluster.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-preflight-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Has `kubectl` be a script. */
function standIn(script: string): void {
  const file = join(folder, "kubectl");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv("PATH", `${folder}:/bin:/usr/bin`);
}

describe("createKubectl", () => {
  it("runs kubectl with what chooses the cluster before what is asked", async () => {
    standIn('echo "$@"');
    const kubectl = createKubectl({ kubeconfig: "a file", context: "staging" });
    expect(await kubectl("get", "--raw", "/apis")).toBe(
      "--kubeconfig=a file --context=staging --request-timeout=20s get --raw /apis\n",
    );
  });

  it("leaves the choice to kubectl where none is given", async () => {
    standIn('echo "$@"');
    expect(await createKubectl({})("version")).toBe("--request-timeout=20s version\n");
  });
});

describe("readCluster", () => {
  it("tells where kubectl comes from when it is not there", async () => {
    vi.stubEnv("PATH", folder);
    await expect(readCluster(createKubectl({}))).rejects.toThrow(
      "kubectl is not there. Install it: https://kubernetes.io/docs/tasks/tools/",
    );
  });

  it("tells what kubectl says when the cluster does not answer", async () => {
    standIn("echo 'connection refused' >&2; exit 1");
    await expect(readCluster(createKubectl({}))).rejects.toThrow(
      "The cluster does not answer. kubectl says:\nconnection refused",
    );
  });
});
