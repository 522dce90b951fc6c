import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  copyFile,
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { ensureGoTool, type GoToolName } from "../tools/go-tools.ts";
import { withLock } from "../tools/lock.ts";
import type { Progress } from "../tools/progress.ts";
import { findOfficialParts, type OfficialParts, STAND_IN_MARKER } from "./official-parts.ts";
import { KUBERNETES_PROVIDER_VERSION } from "./versions.ts";

/** A Pulumi engine that can run Node and YAML programs against Kubernetes. */
export interface Engine {
  /** The absolute path of the CLI; the language hosts lie beside it. */
  pulumi: string;
  /** The folder of the plugins, in the layout of a plugin cache. */
  plugins: string;
  /** What every command of the CLI needs, to be added to the environment of this process. */
  environment: Record<string, string>;
  /** The parts that are not the official ones, each with where it comes from. */
  standIns: string[];
}

export interface PrepareEngineOptions {
  progress: Progress;
  /** Official parts to use. Defaults to those found on this machine. */
  officialParts?: OfficialParts;
  /** Returns the path of a tool, which it may build. Defaults to `ensureGoTool`. */
  ensureTool?: (name: GoToolName, progress: Progress) => Promise<string>;
}

const PROVIDER_PLUGIN = `resource-kubernetes-v${KUBERNETES_PROVIDER_VERSION}`;

/** A part that is a file, or one that is written as a script. */
type Part = { file: string } | { script: string };

/** What an engine is made of: executables beside the CLI by name, and the provider's plugin. */
interface Parts {
  executables: Record<string, Part>;
  provider: { folder: string } | { script: string; marker: string };
  /** The folders of the sources that the scripts run. */
  sources: string[];
}

/** Runs a TypeScript program of this repository on the Node that runs this one, whatever PATH says. */
function buildScript(main: string, ...args: string[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\nexec ${[process.execPath, main, ...args].map(quote).join(" ")} "$@"\n`;
}

async function collectParts(
  official: OfficialParts,
  ensureTool: (name: GoToolName) => Promise<string>,
): Promise<Parts> {
  const hostFolder = join(import.meta.dirname, "language-host");
  const providerFolder = join(import.meta.dirname, "provider-kubernetes");
  const parts: Parts = {
    executables: {
      pulumi: { file: official.pulumi ?? (await ensureTool("pulumi")) },
      "pulumi-language-yaml": {
        file: official.yamlLanguageHost ?? (await ensureTool("pulumi-language-yaml")),
      },
    },
    provider:
      official.kubernetesProvider === undefined
        ? { script: buildScript(join(providerFolder, "main.ts")), marker: STAND_IN_MARKER }
        : { folder: official.kubernetesProvider },
    sources: official.kubernetesProvider === undefined ? [providerFolder] : [],
  };
  if (official.nodeLanguageHost === undefined) {
    const sdkgen = await ensureTool("sdkgen");
    parts.sources.push(hostFolder);
    parts.executables["pulumi-language-nodejs"] = {
      script: buildScript(join(hostFolder, "main.ts"), `--sdkgen=${sdkgen}`),
    };
  } else {
    parts.executables["pulumi-language-nodejs"] = { file: official.nodeLanguageHost };
  }
  return parts;
}

/** Names an engine by all that it is made of, so that an edit of a stand-in makes another engine. */
async function engineKey(parts: Parts): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(parts));
  for (const folder of parts.sources) {
    const files = await readdir(folder, { recursive: true });
    for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort()) {
      hash.update(file).update(await readFile(join(folder, file)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

async function writeScript(file: string, script: string): Promise<void> {
  await writeFile(file, script);
  await chmod(file, 0o755);
}

/** A hard link, or a copy on another file system. The CLI looks for its hosts beside its real path, so never a symlink. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(async () => {
    await copyFile(from, to);
  });
}

async function assemble(parts: Parts, folder: string): Promise<void> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, part] of Object.entries(parts.executables)) {
    if ("file" in part) {
      await linkOrCopy(part.file, join(bin, name));
    } else {
      await writeScript(join(bin, name), part.script);
    }
  }
  const plugin = join(folder, "plugins", PROVIDER_PLUGIN);
  await mkdir(dirname(plugin));
  if ("folder" in parts.provider) {
    await cp(parts.provider.folder, plugin, { recursive: true });
  } else {
    await mkdir(plugin);
    await writeScript(join(plugin, "pulumi-resource-kubernetes"), parts.provider.script);
    await writeFile(join(plugin, parts.provider.marker), "");
  }
}

/**
 * Copies the plugins of an engine into a `PULUMI_HOME`.
 *
 * An official provider there after a stand-in is no longer marked as one.
 */
export async function copyPlugins(
  { plugins }: Pick<Engine, "plugins">,
  home: string,
): Promise<void> {
  await cp(plugins, join(home, "plugins"), { recursive: true });
  if (!existsSync(join(plugins, PROVIDER_PLUGIN, STAND_IN_MARKER))) {
    await rm(join(home, "plugins", PROVIDER_PLUGIN, STAND_IN_MARKER), { force: true });
  }
}

function describeStandIns(official: OfficialParts): string[] {
  return [
    ...(official.nodeLanguageHost === undefined
      ? ["pulumi-language-nodejs: stand-in from test/engine/language-host"]
      : []),
    ...(official.kubernetesProvider === undefined
      ? [
          `pulumi-resource-kubernetes ${KUBERNETES_PROVIDER_VERSION}: stand-in from test/engine/provider-kubernetes`,
        ]
      : []),
  ];
}

function buildEnvironment(): Record<string, string> {
  // A login, passphrase or setting of the caller's own Pulumi must not leak into a test. They are
  // emptied, since the environment of a command can only be added to.
  const emptied = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith("PULUMI_"))
      .map((name) => [name, ""]),
  );
  return {
    ...emptied,
    // Programs are TypeScript that Node runs itself: `node` must be a Node that can.
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    NO_COLOR: "1",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SKIP_CONFIRMATIONS: "true",
    PULUMI_CREDENTIAL_STORE: "plaintext",
    // Nothing is fetched, and no other engine's parts are taken from PATH.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
  };
}

/**
 * Makes a Pulumi engine ready in the cache: the CLI, the hosts for Node and YAML, and the kubernetes provider.
 *
 * Official parts on this machine are used where their version fits; the CLI and the YAML host are
 * else built from their Go modules, and two parts that no package registry carries have stand-ins.
 * A second call finds the first one's engine; calls beside each other wait for each other.
 *
 * @throws CommandError when Go is missing or a build fails.
 */
export async function prepareEngine({
  progress,
  officialParts,
  ensureTool = ensureGoTool,
}: PrepareEngineOptions): Promise<Engine> {
  const official = officialParts ?? (await findOfficialParts());
  const parts = await collectParts(official, (name) => ensureTool(name, progress));
  const engines = cacheDirectory("engine");
  const folder = join(engines, await engineKey(parts));
  await withLock(`engine-${folder}`, async () => {
    if (existsSync(folder)) {
      return;
    }
    await mkdir(engines, { recursive: true });
    const scratch = await mkdtemp(join(engines, ".assembling-"));
    try {
      await assemble(parts, scratch);
      // A rename is whole or not at all: nobody finds half an engine.
      await rename(scratch, folder);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
  return {
    pulumi: join(folder, "bin", "pulumi"),
    plugins: join(folder, "plugins"),
    environment: buildEnvironment(),
    standIns: describeStandIns(official),
  };
}
