import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ClusterLayout } from "./layout.ts";

/** Who somebody is and whom they trust, as PEM. */
export interface Credentials {
  authority: Buffer;
  certificate: Buffer;
  key: Buffer;
}

/** A kubeconfig of one user that needs no other file. */
export function buildKubeconfig(
  layout: ClusterLayout,
  user: string,
  { authority, certificate, key }: Credentials,
): object {
  const name = `berth-${layout.name}`;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: layout.apiServer,
          "certificate-authority-data": authority.toString("base64"),
        },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate-data": certificate.toString("base64"),
          "client-key-data": key.toString("base64"),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user } }],
    "current-context": name,
  };
}

/** Writes a kubeconfig that carries the named client certificate of the cluster inside. */
export async function writeKubeconfig(
  layout: ClusterLayout,
  certificate: string,
  file: string,
): Promise<void> {
  const read = async (name: string): Promise<Buffer> => await readFile(join(layout.pki, name));
  const config = buildKubeconfig(layout, certificate, {
    authority: await read("ca.crt"),
    certificate: await read(`${certificate}.crt`),
    key: await read(`${certificate}.key`),
  });
  await writeFile(file, stringify(config), { mode: 0o600 });
}
