import type { AgentManifest } from "@berth/berth";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { runNode, type ChildResult } from "../runner/child.ts";

// The command runs the built files: `npm install` builds them.

const EXAMPLE = join("examples", "manifests", "agent.yaml");

async function render(...parameters: string[]): Promise<ChildResult> {
  return await runNode(["test/manifests/render-cli.ts", ...parameters], { output: "capture" });
}

describe("npm run render", () => {
  it("prints a document for each object of the example, and nothing else", async () => {
    const { exitCode, stdout, stderr } = await render(EXAMPLE);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const documents = parseAllDocuments(stdout, { version: "1.1" });
    const objects = documents.map((document) => document.toJS() as AgentManifest);
    expect(objects.map(({ kind }) => kind)).toEqual([
      "ServiceAccount",
      "ConfigMap",
      "NetworkPolicy",
      "Deployment",
      "Service",
      "Service",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
    ]);
    const places = objects.map(({ metadata }) => (metadata as { namespace: string }).namespace);
    expect(new Set(places)).toEqual(new Set(["agents"]));
  });

  it("ends with 1 and tells in a line what is wrong with the file", async () => {
    expect(await render("none.yaml")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "The file 'none.yaml' cannot be read: it does not exist.\n",
    });
  });

  it("ends with 1 when it is given no file", async () => {
    const { exitCode, stderr } = await render();
    expect(exitCode).toBe(1);
    expect(stderr).toBe("error: missing required argument 'file'\n");
  });

  it("tells how it is used", async () => {
    const { exitCode, stdout } = await render("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`npm run --silent render -- ${EXAMPLE}`);
  });
});
