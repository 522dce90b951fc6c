import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import { extractContext } from "./kubeconfig-context.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "berth-contexts-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeKubeconfig(...names: string[]): Promise<string> {
  const file = join(folder, `${names.join("-")}.yaml`);
  await writeFile(
    file,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": names[0],
      clusters: names.map((name) => ({ name, cluster: { server: `https://${name}.invalid` } })),
      users: names.map((name) => ({ name, user: { exec: { command: "log-in", args: [name] } } })),
      contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    }),
  );
  return file;
}

it("keeps the one context that is named, whichever is the current one, and no other", async () => {
  const files = [await writeKubeconfig("prod", "staging"), await writeKubeconfig("dev")];
  const text = extractContext("staging", files);
  expect(JSON.parse(text)).toMatchObject({
    "current-context": "staging",
    clusters: [{ name: "staging", cluster: { server: "https://staging.invalid" } }],
    users: [{ name: "staging", user: { exec: { command: "log-in", args: ["staging"] } } }],
    contexts: [{ name: "staging", context: { cluster: "staging", user: "staging" } }],
  });
  expect(text).not.toContain("prod");
});

it("finds a context in any of the files", async () => {
  const files = [await writeKubeconfig("prod"), await writeKubeconfig("dev")];
  expect(extractContext("dev", files)).toContain("https://dev.invalid");
});

it("names the contexts that there are when the wanted one is not among them", async () => {
  const file = await writeKubeconfig("prod", "staging");
  expect(() => extractContext("dev", [file])).toThrow(
    `'--context' (dev) must be a context of ${file}: prod, staging.`,
  );
});
