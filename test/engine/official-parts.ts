import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runCommand } from "../tools/command.ts";
import { exists, isExecutable } from "../tools/exists.ts";
import { KUBERNETES_PROVIDER_VERSION, PULUMI_VERSION } from "./versions.ts";

/** The file that marks a plugin in a plugin cache as a stand-in. */
export const STAND_IN_MARKER = "berth-stand-in";

/** Official parts of the engine that this machine has; each that is missing is undefined. */
export interface OfficialParts {
  /** The CLI, in the wanted version. */
  pulumi: string | undefined;
  nodeLanguageHost: string | undefined;
  yamlLanguageHost: string | undefined;
  /** The folder of the kubernetes provider in the user's plugin cache, in the wanted version. */
  kubernetesProvider: string | undefined;
}

export interface OfficialPartsOptions {
  /** Folders to look for executables in. Defaults to PATH. */
  path?: string[];
  /** Defaults to `PULUMI_HOME`, then `~/.pulumi`. */
  pulumiHome?: string;
  /** The version of the CLI that is wanted. Defaults to that of the installed SDK. */
  pulumiVersion?: string;
}

async function findExecutable(name: string, folders: string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) {
      return await realpath(file);
    }
  }
  return undefined;
}

/**
 * Looks for official parts on PATH, beside the CLI found there, and in the user's plugin cache.
 *
 * A CLI of another version is passed over, and so are the language hosts beside it. So is a stand-in
 * in the plugin cache.
 */
export async function findOfficialParts({
  path = (process.env["PATH"] ?? "").split(delimiter),
  pulumiHome = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"),
  pulumiVersion = PULUMI_VERSION,
}: OfficialPartsOptions = {}): Promise<OfficialParts> {
  const provider = join(
    pulumiHome,
    "plugins",
    `resource-kubernetes-v${KUBERNETES_PROVIDER_VERSION}`,
  );
  const providerExecutable = await findExecutable("pulumi-resource-kubernetes", [provider]);
  const isOfficial =
    providerExecutable !== undefined && !(await exists(join(provider, STAND_IN_MARKER)));
  const kubernetesProvider = isOfficial ? provider : undefined;

  const cli = await findExecutable("pulumi", path);
  const version =
    cli === undefined
      ? undefined
      : await runCommand([cli, "version"], {
          environment: { PULUMI_SKIP_UPDATE_CHECK: "true" },
          timeoutSeconds: 60,
        }).then(
          ({ stdout }) => stdout.trim(),
          () => undefined,
        );
  if (cli === undefined || version !== `v${pulumiVersion}`) {
    return {
      pulumi: undefined,
      nodeLanguageHost: undefined,
      yamlLanguageHost: undefined,
      kubernetesProvider,
    };
  }
  const folders = [dirname(cli), ...path];
  return {
    pulumi: cli,
    nodeLanguageHost: await findExecutable("pulumi-language-nodejs", folders),
    yamlLanguageHost: await findExecutable("pulumi-language-yaml", folders),
    kubernetesProvider,
  };
}
