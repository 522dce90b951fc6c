import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "../../tools/command.ts";
import { kubectl } from "../cluster-access.ts";

/** The Go modules that hold the definitions, pinned like the tools that are built from such. */
const MODULES = join(import.meta.dirname, "crds");

/** The definition of a kind: its name in the cluster, and the file of a module that has it. */
interface Definition {
  name: string;
  module: string;
  file: string;
}

const DEFINITIONS: readonly Definition[] = [
  {
    name: "httproutes.gateway.networking.k8s.io",
    module: "sigs.k8s.io/gateway-api",
    file: "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml",
  },
  {
    name: "podmonitors.monitoring.coreos.com",
    module: "github.com/prometheus-operator/prometheus-operator",
    file: "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
  },
  {
    name: "prometheusrules.monitoring.coreos.com",
    module: "github.com/prometheus-operator/prometheus-operator",
    file: "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
  },
];

const downloadSchema = z.looseObject({ Dir: z.string() });

/** The folder of a module, whose content go.sum vouches for. */
async function findModule(module: string): Promise<string> {
  const pins = await readFile(join(MODULES, "go.mod"), "utf8");
  const version = pins
    .split("\n")
    .find((line) => line.trim().startsWith(`${module} `))
    ?.trim()
    .split(" ")[1];
  const { stdout } = await runCommand(
    ["go", "mod", "download", "-json", `${module}@${version ?? ""}`],
    {
      cwd: MODULES,
      environment: { GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly", GOWORK: "off" },
    },
  );
  return downloadSchema.parse(JSON.parse(stdout)).Dir;
}

async function install({ name, module, file }: Definition): Promise<void> {
  const path = join(await findModule(module), file);
  await kubectl("apply", "--server-side", `--filename=${path}`);
  await kubectl("wait", `crd/${name}`, "--for=condition=Established", "--timeout=60s");
}

/**
 * Makes the kinds of the Gateway API and of the Prometheus Operator known that agents are made of.
 *
 * @returns what removes them again. Those that were there before stay.
 */
export async function installCustomResources(): Promise<() => Promise<void>> {
  const installed: string[] = [];
  for (const definition of DEFINITIONS) {
    const found = await kubectl("get", "crd", definition.name, "--ignore-not-found");
    if (found === "") {
      installed.push(definition.name);
      await install(definition);
    }
  }
  return async () => {
    for (const name of installed) {
      await kubectl("delete", "crd", name, "--ignore-not-found", "--timeout=120s");
    }
  };
}
