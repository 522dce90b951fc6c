import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "../../tools/command.ts";
import { goTools } from "../../tools/go-tools.ts";
import { ensureGoModule } from "../../tools/go-module.ts";
import { kubectl } from "../cluster-access.ts";

/** The Go modules that hold most definitions, pinned like the tools that are built from such. */
const MODULES = join(import.meta.dirname, "crds");

/** The definition of a kind: its name in the cluster, and the file of a module that has it. */
interface Definition {
  name: string;
  file: string;
  /** Finds the folder of the module. */
  findFolder: () => Promise<string>;
}

const findGatewayApi = (): Promise<string> => findModule("sigs.k8s.io/gateway-api");
const findPrometheusOperator = (): Promise<string> =>
  findModule("github.com/prometheus-operator/prometheus-operator");

/** The definitions of the KEDA that tests install: its own programs are built from the same module. */
const findKeda = (): Promise<string> =>
  ensureGoModule("keda", "github.com/kedacore/keda/v2", goTools["keda-operator"].version);

const DEFINITIONS: readonly Definition[] = [
  {
    name: "httproutes.gateway.networking.k8s.io",
    file: "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml",
    findFolder: findGatewayApi,
  },
  {
    name: "podmonitors.monitoring.coreos.com",
    file: "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
    findFolder: findPrometheusOperator,
  },
  {
    name: "prometheusrules.monitoring.coreos.com",
    file: "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    findFolder: findPrometheusOperator,
  },
  {
    name: "scaledobjects.keda.sh",
    file: "config/crd/bases/keda.sh_scaledobjects.yaml",
    findFolder: findKeda,
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

async function install({ name, findFolder, file }: Definition): Promise<void> {
  const path = join(await findFolder(), file);
  await kubectl("apply", "--server-side", `--filename=${path}`);
  await kubectl("wait", `crd/${name}`, "--for=condition=Established", "--timeout=60s");
}

/**
 * Makes the kinds of the Gateway API, the Prometheus Operator and KEDA known that agents are made of.
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
