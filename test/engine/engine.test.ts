import { lstat, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { runCommand } from "../tools/command.ts";
import { silentProgress } from "../tools/progress.ts";
import { copyPlugins, prepareEngine, type Engine } from "./engine.ts";
import { findOfficialParts, type OfficialParts, STAND_IN_MARKER } from "./official-parts.ts";
import { createTestFolder } from "./test-folder.ts";
import { KUBERNETES_PROVIDER_VERSION, PULUMI_VERSION } from "./versions.ts";

const noOfficialParts: OfficialParts = {
  pulumi: undefined,
  nodeLanguageHost: undefined,
  yamlLanguageHost: undefined,
  kubernetesProvider: undefined,
};

const PLUGIN = `resource-kubernetes-v${KUBERNETES_PROVIDER_VERSION}`;

let cache: string;
let tools: string;

beforeEach(async () => {
  cache = await createTestFolder();
  tools = await createTestFolder({
    pulumi: "the CLI",
    "pulumi-language-yaml": "the YAML host",
    sdkgen: "the generator",
  });
  vi.stubEnv("BERTH_CACHE", cache);
});

async function prepare(officialParts: OfficialParts): Promise<Engine> {
  return await prepareEngine({
    progress: silentProgress,
    officialParts,
    ensureTool: (name) => Promise.resolve(join(tools, name)),
  });
}

test("without official parts the hosts lie beside a CLI that is no symlink, and both stand-ins are named", async () => {
  const engine = await prepare(noOfficialParts);

  expect(await readdir(dirname(engine.pulumi))).toEqual([
    "pulumi",
    "pulumi-language-nodejs",
    "pulumi-language-yaml",
  ]);
  expect((await lstat(engine.pulumi)).isFile()).toBe(true);
  expect(await readFile(engine.pulumi, "utf8")).toBe("the CLI");
  expect(await readdir(join(engine.plugins, PLUGIN))).toEqual([
    STAND_IN_MARKER,
    "pulumi-resource-kubernetes",
  ]);
  expect(engine.standIns).toEqual([
    "pulumi-language-nodejs: stand-in from test/engine/language-host",
    `pulumi-resource-kubernetes ${KUBERNETES_PROVIDER_VERSION}: stand-in from test/engine/provider-kubernetes`,
  ]);
});

test("the stand-in host starts from where it is placed, whatever node is on PATH", async () => {
  const engine = await prepare(noOfficialParts);

  const { stdout } = await runCommand(
    [join(dirname(engine.pulumi), "pulumi-language-nodejs"), "--version"],
    { environment: { PATH: "/usr/bin:/bin" } },
  );

  expect(stdout).toBe(`v${PULUMI_VERSION}\n`);
});

test("official parts are used where there are any, and then nothing stands in", async () => {
  const official = await createTestFolder({
    pulumi: "the official CLI",
    "pulumi-language-nodejs": "the official Node host",
    "pulumi-language-yaml": "the official YAML host",
    "plugin/pulumi-resource-kubernetes": "the official provider",
  });

  const engine = await prepareEngine({
    progress: silentProgress,
    officialParts: {
      pulumi: join(official, "pulumi"),
      nodeLanguageHost: join(official, "pulumi-language-nodejs"),
      yamlLanguageHost: join(official, "pulumi-language-yaml"),
      kubernetesProvider: join(official, "plugin"),
    },
    ensureTool: (name) => Promise.reject(new Error(`${name} is built for nothing`)),
  });

  const host = join(dirname(engine.pulumi), "pulumi-language-nodejs");
  const provider = join(engine.plugins, PLUGIN, "pulumi-resource-kubernetes");
  expect(await readFile(engine.pulumi, "utf8")).toBe("the official CLI");
  expect(await readFile(host, "utf8")).toBe("the official Node host");
  expect(await readFile(provider, "utf8")).toBe("the official provider");
  expect(engine.standIns).toEqual([]);
});

test("calls beside each other and after each other share one engine and leave nothing half made", async () => {
  const beside = await Promise.all([1, 2, 3].map(() => prepare(noOfficialParts)));
  const after = await prepare(noOfficialParts);

  expect(new Set([...beside, after].map(({ pulumi }) => pulumi)).size).toBe(1);
  expect(await readdir(join(cache, "engine"))).toHaveLength(1);
});

test("another part makes another engine", async () => {
  const first = await prepare(noOfficialParts);
  tools = await createTestFolder({
    pulumi: "a newer CLI",
    "pulumi-language-yaml": "",
    sdkgen: "",
  });
  const second = await prepare(noOfficialParts);

  expect(second.pulumi).not.toBe(first.pulumi);
  expect(await readFile(second.pulumi, "utf8")).toBe("a newer CLI");
});

test("settings of the caller's own Pulumi are emptied", async () => {
  vi.stubEnv("PULUMI_ACCESS_TOKEN", "pul-123");

  const { environment } = await prepare(noOfficialParts);

  expect(environment).toMatchObject({ PULUMI_ACCESS_TOKEN: "", PULUMI_SKIP_UPDATE_CHECK: "true" });
});

test("a copied provider is found as an official part when it is one, also after a stand-in", async () => {
  const home = await createTestFolder();
  const official = await createTestFolder({ "pulumi-resource-kubernetes": "#!/bin/sh\n" });

  await copyPlugins(await prepare(noOfficialParts), home);
  expect(await findOfficialParts({ path: [], pulumiHome: home })).toEqual(noOfficialParts);

  await copyPlugins(await prepare({ ...noOfficialParts, kubernetesProvider: official }), home);
  expect(await findOfficialParts({ path: [], pulumiHome: home })).toEqual({
    ...noOfficialParts,
    kubernetesProvider: join(home, "plugins", PLUGIN),
  });
});
