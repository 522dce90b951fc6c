import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { runCommand } from "./command.ts";
import { isExecutable } from "./exists.ts";
import { withLock } from "./lock.ts";
import type { Progress } from "./progress.ts";

interface GoTool {
  /** The folder beside this file that holds go.mod and go.sum. */
  module: string;
  version: string;
  /** What `go build` is given: an import path of the module graph, or a folder of the module. */
  package: string;
  /** Variables of the linker: what the upstream release build sets and others rely on. */
  variables?: Record<string, string>;
  tags?: string[];
}

const KUBERNETES_VERSION = "1.35.4";
const PULUMI_VERSION = "3.259.0";
const PROMETHEUS_VERSION = "3.16.0";
const KEDA_VERSION = "2.20.2";
const PULUMI_YAML_VERSION = "1.38.1";

/** Every binary that is built from Go modules. A version here is the version in its go.mod. */
export const goTools = {
  kubernetes: {
    module: "kubernetes",
    version: KUBERNETES_VERSION,
    package: ".",
    variables: {
      "k8s.io/component-base/version.gitVersion": `v${KUBERNETES_VERSION}`,
      "k8s.io/component-base/version.gitMajor": "1",
      "k8s.io/component-base/version.gitMinor": "35",
      "k8s.io/client-go/pkg/version.gitVersion": `v${KUBERNETES_VERSION}`,
    },
  },
  coredns: { module: "coredns", version: "1.13.1", package: "github.com/coredns/coredns" },
  "kube-network-policies": {
    module: "network-policies",
    version: "1.1.1",
    package: "sigs.k8s.io/kube-network-policies/cmd/kube-network-policies/standard",
  },
  pause: { module: "pause", version: "3.10", package: "." },
  pulumi: {
    module: "pulumi",
    version: PULUMI_VERSION,
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    variables: {
      // The Automation API refuses a CLI without a version.
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${PULUMI_VERSION}`,
    },
    tags: ["osusergo", "grpcnotrace"],
  },
  sdkgen: {
    module: "pulumi",
    version: PULUMI_VERSION,
    package: "./sdkgen",
    tags: ["osusergo", "grpcnotrace"],
  },
  "pulumi-language-yaml": {
    module: "pulumi-yaml",
    version: PULUMI_YAML_VERSION,
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    variables: { "github.com/pulumi/pulumi-yaml/pkg/version.Version": PULUMI_YAML_VERSION },
  },
  prometheus: {
    module: "prometheus",
    version: PROMETHEUS_VERSION,
    package: "github.com/prometheus/prometheus/cmd/prometheus",
  },
  promtool: {
    module: "prometheus",
    version: PROMETHEUS_VERSION,
    package: "github.com/prometheus/prometheus/cmd/promtool",
  },
  "prometheus-adapter": {
    module: "prometheus-adapter",
    version: "0.12.0",
    package: "sigs.k8s.io/prometheus-adapter/cmd/adapter",
  },
  "keda-operator": {
    module: "keda",
    version: KEDA_VERSION,
    package: "github.com/kedacore/keda/v2/cmd/operator",
  },
  "keda-adapter": {
    module: "keda",
    version: KEDA_VERSION,
    package: "github.com/kedacore/keda/v2/cmd/adapter",
  },
  "keda-webhooks": {
    module: "keda",
    version: KEDA_VERSION,
    package: "github.com/kedacore/keda/v2/cmd/webhooks",
  },
  kwok: {
    module: "kwok",
    version: "0.8.0",
    package: "sigs.k8s.io/kwok/cmd/kwok",
  },
  traefik: {
    module: "traefik",
    version: "3.5.3",
    package: "github.com/traefik/traefik/v3/cmd/traefik",
  },
  "kube-score": {
    module: "kube-score",
    version: "1.20.0",
    package: "github.com/zegl/kube-score/cmd/kube-score",
  },
} satisfies Record<string, GoTool>;

export type GoToolName = keyof typeof goTools;

/** The oldest Go that the modules say they build with. */
export const minimumGoVersion = "1.26";

async function sourcesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => /(\.go|go\.mod|go\.sum)$/.test(name)).sort();
}

/** Names a build by all that decides its bytes, so that a changed pin is built and an old one is kept. */
export async function goToolKey(name: GoToolName): Promise<string> {
  const tool: GoTool = goTools[name];
  const folder = join(import.meta.dirname, tool.module);
  const hash = createHash("sha256").update(JSON.stringify(tool));
  for (const source of await sourcesOf(folder)) {
    hash.update(source).update(await readFile(join(folder, source)));
  }
  return `${name}-${tool.version}-${hash.digest("hex").slice(0, 8)}`;
}

/** Where the binary of a tool is, or will be when it is built. */
export async function goToolPath(name: GoToolName): Promise<string> {
  return cacheDirectory("bin", await goToolKey(name), name);
}

async function build(name: GoToolName, binary: string): Promise<void> {
  const tool: GoTool = goTools[name];
  const variables = Object.entries(tool.variables ?? {}).map(
    ([key, value]) => `-X ${key}=${value}`,
  );
  // One name per tool, under the lock: what a killed build left there goes before the next begins.
  const scratch = cacheDirectory("bin", `.building-${name}`);
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  try {
    await runCommand(
      [
        "go",
        "build",
        "-trimpath",
        "-ldflags",
        ["-s", "-w", ...variables].join(" "),
        ...(tool.tags === undefined ? [] : ["-tags", tool.tags.join(",")]),
        "-o",
        join(scratch, name),
        tool.package,
      ],
      {
        cwd: join(import.meta.dirname, tool.module),
        environment: {
          GOTOOLCHAIN: "local",
          GOFLAGS: "-mod=readonly",
          GOWORK: "off",
          CGO_ENABLED: "0",
        },
      },
    );
    await rm(dirname(binary), { recursive: true, force: true });
    // A rename is whole or not at all: a killed build leaves no half binary under the final name.
    await rename(scratch, dirname(binary));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Returns the absolute path of a tool's binary; builds it with the ordinary Go client when the cache has none.
 *
 * @throws CommandError when Go is missing or the build fails.
 */
export async function ensureGoTool(name: GoToolName, progress: Progress): Promise<string> {
  const binary = await goToolPath(name);
  if (await isExecutable(binary)) {
    return binary;
  }
  await withLock(
    `go-tool-${name}`,
    async () => {
      if (!(await isExecutable(binary))) {
        await progress.step(`build ${name} ${goTools[name].version}`, async () => {
          await build(name, binary);
        });
      }
    },
    () => {
      progress.note(`  ${name} is being built by another process: waiting for it`);
    },
  );
  return binary;
}
