import { symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import { expect, test } from "vitest";
import { callUnary } from "../call-unary.ts";
import { createTestFolder } from "../test-folder.ts";
import { createProgramInfo, startHost } from "./host-under-test.ts";
import type { PackageManifest } from "./package-manifest.ts";
import { listInstalledPackages, listRequiredPackages } from "./required-packages.ts";

function toFiles(manifests: Record<string, PackageManifest>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifests).map(([folder, manifest]) => [
      join(folder, "package.json"),
      JSON.stringify(manifest),
    ]),
  );
}

test("GetRequiredPackages tells each provider below the program with its name, version and server", async () => {
  const { client } = await startHost();
  const folder = await createTestFolder(
    toFiles({
      app: { dependencies: { "@acme/component": "*" }, devDependencies: { "pulumi-named": "*" } },
      "node_modules/@acme/component": {
        name: "@acme/component",
        version: "1.0.0",
        peerDependencies: { "@pulumi/kubernetes": "*" },
        optionalDependencies: { "not-installed": "*" },
        devDependencies: { "dev-only": "*" },
      },
      "node_modules/@acme/component/node_modules/@pulumi/kubernetes": {
        name: "@pulumi/kubernetes",
        version: "4.32.0",
        pulumi: { resource: true },
      },
      "node_modules/@pulumi/kubernetes": {
        name: "@pulumi/kubernetes",
        version: "4.0.0",
        pulumi: { resource: true },
      },
      "node_modules/pulumi-named": {
        name: "pulumi-named",
        version: "7.0.0",
        pulumi: {
          resource: true,
          name: "another",
          version: "7.1.0",
          server: "https://plugins.test",
          parameterization: { name: "base", version: "2.0.0", value: "c29tZQ==" },
        },
      },
      "node_modules/dev-only": { name: "dev-only", version: "1.0.0", pulumi: { resource: true } },
    }),
  );
  const request = new lang.GetRequiredPackagesRequest().setInfo(
    createProgramInfo(join(folder, "app")),
  );

  const response = await callUnary<lang.GetRequiredPackagesResponse>((done) =>
    client.getRequiredPackages(request, done),
  );

  expect(
    response.getPackagesList().map((found) => ({
      kind: found.getKind(),
      name: found.getName(),
      version: found.getVersion(),
      server: found.getServer(),
      parameterization: found.getParameterization()?.toObject(),
    })),
  ).toEqual([
    {
      kind: "resource",
      name: "another",
      version: "7.1.0",
      server: "https://plugins.test",
      parameterization: { name: "base", version: "2.0.0", value: "c29tZQ==" },
    },
    { kind: "resource", name: "kubernetes", version: "4.32.0", server: "" },
  ]);
});

test("a linked package is entered where it really lies", async () => {
  const folder = await createTestFolder(
    toFiles({
      app: { dependencies: { component: "*" } },
      "elsewhere/component": { name: "component", dependencies: { provider: "*" } },
      "elsewhere/node_modules/provider": {
        name: "provider",
        version: "1.2.3",
        pulumi: { resource: true },
      },
      "app/node_modules/placeholder": {},
    }),
  );
  await symlink(join(folder, "elsewhere/component"), join(folder, "app/node_modules/component"));

  expect(listRequiredPackages(join(folder, "app"))).toMatchObject([
    { name: "provider", version: "1.2.3" },
  ]);
});

test("a program without a package.json needs nothing", async () => {
  const folder = await createTestFolder({ "index.js": "" });

  expect(listRequiredPackages(folder)).toEqual([]);
});

test("a manifest that is not what npm writes is named with its file", async () => {
  const folder = await createTestFolder({ "package.json": '{ "dependencies": [] }' });

  expect(() => listRequiredPackages(folder)).toThrow(
    new RegExp(`${folder}/package.json cannot be read.*dependencies`, "s"),
  );
});

test("every package that can be reached is found once, whatever the graph", async () => {
  const packageNames = ["a", "b", "c", "d", "e"];
  const edges = fc.dictionary(
    fc.constantFrom("app", ...packageNames),
    fc.uniqueArray(fc.constantFrom(...packageNames)),
  );
  await fc.assert(
    fc.asyncProperty(edges, async (graph) => {
      const manifestOf = (name: string): PackageManifest => ({
        name,
        dependencies: Object.fromEntries((graph[name] ?? []).map((target) => [target, "*"])),
      });
      const folder = await createTestFolder(
        toFiles({
          ".": manifestOf("app"),
          ...Object.fromEntries(
            packageNames.map((name) => [`node_modules/${name}`, manifestOf(name)]),
          ),
        }),
      );
      const reachable = new Set(graph["app"] ?? []);
      for (const name of reachable) {
        for (const next of graph[name] ?? []) {
          reachable.add(next);
        }
      }

      const found = listInstalledPackages(folder, { transitive: true });

      expect(found.map(({ name }) => name).toSorted()).toEqual([...reachable].toSorted());
      expect(listInstalledPackages(folder, { transitive: false }).map(({ name }) => name)).toEqual(
        graph["app"] ?? [],
      );
    }),
    { numRuns: 50 },
  );
});
