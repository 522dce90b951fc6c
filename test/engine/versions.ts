import { createRequire } from "node:module";
import { z } from "zod";

const require = createRequire(import.meta.url);

/** The version that is installed of a package that exports its package.json. */
function installedVersion(name: string): string {
  return z.object({ version: z.string() }).parse(require(`${name}/package.json`)).version;
}

/** The release of the CLI: the one of the SDK that the programs run on. */
export const PULUMI_VERSION = installedVersion("@pulumi/pulumi");

/** The version of the provider plugin that the SDK of the kubernetes provider asks for; the engine takes no other. */
export const KUBERNETES_PROVIDER_VERSION = installedVersion("@pulumi/kubernetes");
