import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findOfficialParts, STAND_IN_MARKER } from "./official-parts.ts";
import { createTestFolder } from "./test-folder.ts";
import { KUBERNETES_PROVIDER_VERSION } from "./versions.ts";

const script = (printed: string): string => `#!/bin/sh\necho ${printed}\n`;

const nothing = {
  pulumi: undefined,
  nodeLanguageHost: undefined,
  yamlLanguageHost: undefined,
  kubernetesProvider: undefined,
};

test("a CLI of the wanted version is taken with the hosts beside its real place", async () => {
  const folder = await createTestFolder({
    "opt/pulumi": script("v3.1.4"),
    "opt/pulumi-language-nodejs": script(""),
    "opt/pulumi-language-yaml": script(""),
  });
  await mkdir(join(folder, "bin"));
  await symlink(join(folder, "opt/pulumi"), join(folder, "bin/pulumi"));

  const parts = await findOfficialParts({
    path: [join(folder, "bin")],
    pulumiHome: folder,
    pulumiVersion: "3.1.4",
  });

  expect(parts).toEqual({
    pulumi: join(folder, "opt/pulumi"),
    nodeLanguageHost: join(folder, "opt/pulumi-language-nodejs"),
    yamlLanguageHost: join(folder, "opt/pulumi-language-yaml"),
    kubernetesProvider: undefined,
  });
});

test("a host elsewhere on PATH is taken when there is none beside the CLI", async () => {
  const folder = await createTestFolder({
    "bin/pulumi": script("v3.1.4"),
    "other/pulumi-language-nodejs": script(""),
  });

  const parts = await findOfficialParts({
    path: [join(folder, "bin"), join(folder, "other")],
    pulumiHome: folder,
    pulumiVersion: "3.1.4",
  });

  expect(parts.nodeLanguageHost).toBe(join(folder, "other/pulumi-language-nodejs"));
});

test.each([
  ["of another version", script("v3.1.5")],
  ["that cannot say its version", "#!/bin/sh\nexit 1\n"],
])("a CLI %s is passed over with its hosts", async (_title, cli) => {
  const folder = await createTestFolder({
    "bin/pulumi": cli,
    "bin/pulumi-language-nodejs": script(""),
  });

  const parts = await findOfficialParts({
    path: [join(folder, "bin")],
    pulumiHome: folder,
    pulumiVersion: "3.1.4",
  });

  expect(parts).toEqual(nothing);
});

test("the kubernetes provider is taken from the plugin cache in its exact version only", async () => {
  const wanted = `plugins/resource-kubernetes-v${KUBERNETES_PROVIDER_VERSION}`;
  const withWanted = await createTestFolder({
    [`${wanted}/pulumi-resource-kubernetes`]: script(""),
  });
  const withOlder = await createTestFolder({
    "plugins/resource-kubernetes-v4.0.0/pulumi-resource-kubernetes": script(""),
  });

  expect(await findOfficialParts({ path: [], pulumiHome: withWanted })).toEqual({
    ...nothing,
    kubernetesProvider: join(withWanted, wanted),
  });
  expect(await findOfficialParts({ path: [], pulumiHome: withOlder })).toEqual(nothing);
});

test("a stand-in for the kubernetes provider in the plugin cache is passed over", async () => {
  const plugin = `plugins/resource-kubernetes-v${KUBERNETES_PROVIDER_VERSION}`;
  const home = await createTestFolder({
    [`${plugin}/pulumi-resource-kubernetes`]: script(""),
    [`${plugin}/${STAND_IN_MARKER}`]: "",
  });

  expect(await findOfficialParts({ path: [], pulumiHome: home })).toEqual(nothing);
});
