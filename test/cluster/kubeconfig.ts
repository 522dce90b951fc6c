import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ClusterLayout } from "./layout.ts";

/** Writes a kubeconfig that carries the named client certificate of the cluster inside. */
export async function writeKubeconfig(
  layout: ClusterLayout,
  certificate: string,
  file: string,
): Promise<void> {
  const inBase64 = async (name: string): Promise<string> =>
    (await readFile(join(layout.pki, name))).toString("base64");
  const name = `berth-${layout.name}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: layout.apiServer,
          "certificate-authority-data": await inBase64("ca.crt"),
        },
      },
    ],
    users: [
      {
        name: certificate,
        user: {
          "client-certificate-data": await inBase64(`${certificate}.crt`),
          "client-key-data": await inBase64(`${certificate}.key`),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: certificate } }],
    "current-context": name,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
}
