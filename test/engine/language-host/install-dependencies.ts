import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import type { ChildProcesses } from "./child-processes.ts";
import { programInfo } from "./node-program.ts";
import { findInstalledPackage, findPackageRoot, parsePackageManifest } from "./package-manifest.ts";
import { RpcError } from "./rpc.ts";

const FOLDER_PREFIX = "file:";

interface MissingDependency {
  name: string;
  /** Where the package lies, when it is declared as a folder. */
  folder?: string;
}

/** The declared dependencies of a package that Node would not find. */
function listMissingDependencies(root: string): MissingDependency[] {
  const manifest = parsePackageManifest(root);
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([name]) => findInstalledPackage(name, root) === undefined)
    .map(([name, range]) =>
      range.startsWith(FOLDER_PREFIX)
        ? { name, folder: resolve(root, range.slice(FOLDER_PREFIX.length)) }
        : { name },
    );
}

function linkPackage(root: string, name: string, folder: string): void {
  const link = join(root, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), folder), link, "dir");
}

/**
 * Installs what a program declares and Node would not find.
 *
 * Where only folders are missing, as after a generated SDK was added, they are linked without npm,
 * for npm would also ask the registry for all that is found in a parent folder already.
 */
export async function installDependencies(
  call: grpc.ServerWritableStream<
    lang.InstallDependenciesRequest,
    lang.InstallDependenciesResponse
  >,
  children: ChildProcesses,
): Promise<void> {
  const write = (stream: "stdout" | "stderr", bytes: Buffer): void => {
    const response = new lang.InstallDependenciesResponse();
    call.write(stream === "stdout" ? response.setStdout(bytes) : response.setStderr(bytes));
  };
  const say = (line: string): void => {
    write("stdout", Buffer.from(`${line}\n`));
  };
  const npm = async (cwd: string, ...args: string[]): Promise<void> => {
    const child = children.start(["npm", ...args], {
      cwd,
      environment: { ...process.env, npm_config_update_notifier: "false" },
      onOutput: write,
    });
    call.on("cancelled", child.stop);
    const { exitCode } = await child.ended;
    if (exitCode !== 0) {
      throw new RpcError(
        grpc.status.UNKNOWN,
        `"npm ${args.join(" ")}" in ${cwd} ended with exit code ${exitCode ?? -1}`,
      );
    }
  };

  const root = findPackageRoot(programInfo(call.request).getProgramDirectory());
  const missing = root === undefined ? [] : listMissingDependencies(root);
  if (root === undefined || missing.length === 0) {
    say("every declared dependency is installed");
    return;
  }
  const folders = missing.flatMap(({ name, folder }) =>
    folder === undefined ? [] : { name, folder },
  );
  if (folders.length < missing.length) {
    const command = existsSync(join(root, "package-lock.json")) ? "ci" : "install";
    say(`running npm ${command} in ${root}`);
    // The install scripts of providers' SDKs fetch plugins, which is the engine's decision.
    await npm(root, command, "--ignore-scripts", "--no-audit", "--no-fund");
  } else {
    for (const { name, folder } of folders) {
      linkPackage(root, name, folder);
    }
  }
  for (const { name, folder } of folders) {
    say(`preparing ${name}`);
    // A generated SDK is compiled by its postinstall script.
    await npm(folder, "run", "postinstall", "--if-present");
  }
}
