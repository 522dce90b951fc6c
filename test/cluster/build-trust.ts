import { mkdir, writeFile } from "node:fs/promises";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { exists } from "../tools/exists.ts";
import type { BaseImage } from "./base-images.ts";

/** Where Debian keeps the certificates of all whom it trusts, on this machine and in the images. */
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** The settings of the npm that the image has. It brings certificates of its own and reads no others. */
const NPM_SETTINGS = "/usr/local/etc/npmrc";

/**
 * Has the commands of a Dockerfile trust whom this machine trusts: its network may end TLS at a proxy with
 * a certificate of its own. The image keeps the certificates that it had.
 *
 * @returns the files of this machine, by their paths in the image.
 */
export async function prepareBuildTrust(
  bases: readonly BaseImage[],
): Promise<Record<string, string>> {
  const installers = bases.map(({ installer }) => installer);
  if (installers.every((name) => name === undefined) || !(await exists(CERTIFICATES))) {
    return {};
  }
  if (!installers.includes("npm")) {
    return { [CERTIFICATES]: CERTIFICATES };
  }
  const settings = cacheDirectory("buildah", "npmrc");
  await mkdir(cacheDirectory("buildah"), { recursive: true });
  await writeFile(settings, `cafile=${CERTIFICATES}\n`);
  return { [CERTIFICATES]: CERTIFICATES, [NPM_SETTINGS]: settings };
}
