import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { goToolKey, goTools, type GoToolName } from "./go-tools.ts";

const names = Object.keys(goTools) as GoToolName[];

async function readGoMod(name: GoToolName): Promise<string> {
  return await readFile(join(import.meta.dirname, goTools[name].module, "go.mod"), "utf8");
}

describe("the version of a tool", () => {
  it.each([
    ["kubernetes", "k8s.io/kubernetes"],
    ["coredns", "github.com/coredns/coredns"],
    ["kube-network-policies", "sigs.k8s.io/kube-network-policies"],
    ["pulumi", "github.com/pulumi/pulumi/pkg/v3"],
    ["sdkgen", "github.com/pulumi/pulumi/pkg/v3"],
    ["pulumi-language-yaml", "github.com/pulumi/pulumi-yaml"],
    ["prometheus-adapter", "sigs.k8s.io/prometheus-adapter"],
    ["keda-operator", "github.com/kedacore/keda/v2"],
    ["keda-adapter", "github.com/kedacore/keda/v2"],
    ["keda-webhooks", "github.com/kedacore/keda/v2"],
    ["kwok", "sigs.k8s.io/kwok"],
    ["traefik", "github.com/traefik/traefik/v3"],
    ["kube-score", "github.com/zegl/kube-score"],
  ] as const)("is the one in its go.mod: %s", async (name, path) => {
    expect(await readGoMod(name)).toContain(`${path} v${goTools[name].version}`);
  });

  it.each(["prometheus", "promtool"] as const)(
    "is the one in its go.mod, which writes 3.16.0 as 0.316.0: %s",
    async (name) => {
      const [major = "", minor = "", patch = ""] = goTools[name].version.split(".");
      expect(await readGoMod(name)).toContain(
        `github.com/prometheus/prometheus v0.${major}${minor.padStart(2, "0")}.${patch}`,
      );
    },
  );
});

describe("the key of a tool", () => {
  it("tells its name and version, and differs between tools of one module", async () => {
    const keys = await Promise.all(names.map(goToolKey));
    for (const [index, name] of names.entries()) {
      expect(keys[index]).toMatch(new RegExp(`^${name}-${goTools[name].version}-[0-9a-f]{8}$`));
    }
    expect(new Set(keys.map((key) => key.slice(-8))).size).toBe(names.length);
  });
});
