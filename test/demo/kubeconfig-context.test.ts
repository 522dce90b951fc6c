import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  extractContext,
  identifyCluster,
  writeKubeconfig as writePrivately,
} from "./kubeconfig-context.ts";

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

it("passes over a file that is missing, as kubectl does", async () => {
  const files = [join(folder, "missing.yaml"), await writeKubeconfig("dev")];
  expect(extractContext("dev", files)).toContain("https://dev.invalid");
});

it("takes the first of two contexts of the same name, with what it names", async () => {
  const first = await writeKubeconfig("dev", "other");
  const second = join(folder, "second.yaml");
  const text = await readFile(await writeKubeconfig("dev"), "utf8");
  await writeFile(second, text.replaceAll("dev.invalid", "second.invalid"));
  expect(extractContext("dev", [first, second])).toContain("https://dev.invalid");
  expect(extractContext("dev", [second, first])).toContain("https://second.invalid");
});

it("tells two clusters behind one context apart by server and by certificate authority", async () => {
  const kubeconfig = (server: string, authority: object): string =>
    stringify({
      clusters: [{ name: "dev", cluster: { server, ...authority } }],
      users: [{ name: "dev", user: {} }],
      contexts: [{ name: "dev", context: { cluster: "dev", user: "dev" } }],
      "current-context": "dev",
    });
  const file = join(folder, "ca.crt");
  await writeFile(file, "one");
  const data = (text: string): object => ({
    "certificate-authority-data": Buffer.from(text).toString("base64"),
  });
  const one = { server: "https://a", authority: "7692c3ad3540" };
  expect(identifyCluster(kubeconfig("https://a", data("one")))).toEqual(one);
  expect(identifyCluster(kubeconfig("https://a", { "certificate-authority": file }))).toEqual(one);
  expect(identifyCluster(kubeconfig("https://a", data("two"))).authority).not.toBe(one.authority);
  expect(identifyCluster(kubeconfig("https://b", {}))).toEqual({
    server: "https://b",
    authority: "none",
  });
});

it("writes a kubeconfig for its owner alone, also over one that others could read", async () => {
  const file = join(folder, "kubeconfig");
  await writeFile(file, "old");
  await chmod(file, 0o644);
  await writePrivately(file, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
