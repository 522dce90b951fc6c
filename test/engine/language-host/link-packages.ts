import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import { programInfo } from "./node-program.ts";
import { findPackageRoot, parsePackageManifest } from "./package-manifest.ts";
import { RpcError } from "./rpc.ts";

/** A name for an import: `@pulumi/my-agents` becomes `my_agents`. */
function toIdentifier(packageName: string): string {
  return packageName.replace(/^@[^/]*\//, "").replace(/[^A-Za-z0-9]/g, "_");
}

/** Declares generated SDKs as dependencies of a program: folders, relative to its package.json. */
export function linkPackages(request: lang.LinkRequest): lang.LinkResponse {
  const info = programInfo(request);
  const root = findPackageRoot(info.getProgramDirectory());
  if (root === undefined) {
    throw new RpcError(
      grpc.status.FAILED_PRECONDITION,
      `no package.json in ${info.getProgramDirectory()} or above it: run "npm init" there first`,
    );
  }
  const folders = Object.fromEntries(
    request.getPackagesList().map((dependency) => {
      const folder = resolve(info.getRootDirectory(), dependency.getPath());
      const name = parsePackageManifest(folder).name ?? dependency.getPackage()?.getName() ?? "";
      return [name, `file:${relative(root, folder)}`];
    }),
  );
  const manifest = parsePackageManifest(root);
  manifest.dependencies = { ...manifest.dependencies, ...folders };
  writeFileSync(join(root, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

  const imports = Object.keys(folders).map(
    (name) => `  import * as ${toIdentifier(name)} from "${name}";\n`,
  );
  const response = new lang.LinkResponse();
  response.setImportInstructions(
    `You can import the SDK in your program with:\n\n${imports.join("")}`,
  );
  return response;
}
