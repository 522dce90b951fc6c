import { createRequire } from "node:module";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { z } from "zod";
import { describeHost, listProgramDependencies } from "./about.ts";
import type { ChildProcesses } from "./child-processes.ts";
import { generatePackage } from "./generate-package.ts";
import { installDependencies } from "./install-dependencies.ts";
import { linkPackages } from "./link-packages.ts";
import { programInfo } from "./node-program.ts";
import { listRequiredPackages } from "./required-packages.ts";
import { refuse, serverStreaming, unary } from "./rpc.ts";
import { runPlugin } from "./run-plugin.ts";
import { runProgram } from "./run-program.ts";

/** The release of Pulumi that this host speaks: the one whose stubs it loads. */
export const HOST_VERSION = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)("@pulumi/pulumi/package.json")).version;

export interface LanguageServiceOptions {
  /** Where programs report messages to. */
  engineAddress: string;
  /** The command that writes Node SDKs. */
  sdkgen?: string;
  children: ChildProcesses;
}

function getRequiredPackages(
  request: lang.GetRequiredPackagesRequest,
): lang.GetRequiredPackagesResponse {
  const response = new lang.GetRequiredPackagesResponse();
  for (const required of listRequiredPackages(programInfo(request).getProgramDirectory())) {
    const dependency = new plugin.PackageDependency()
      .setKind("resource")
      .setName(required.name)
      .setVersion(required.version)
      .setServer(required.server);
    if (required.parameterization !== undefined) {
      const { name, version, value } = required.parameterization;
      dependency.setParameterization(
        new plugin.PackageParameterization()
          .setName(name)
          .setVersion(version)
          .setValue(Buffer.from(value, "base64")),
      );
    }
    response.addPackages(dependency);
  }
  return response;
}

/** The calls of `pulumirpc.LanguageRuntime`, each served by the module of its name. */
export function createLanguageService({
  engineAddress,
  sdkgen,
  children,
}: LanguageServiceOptions): UntypedServiceImplementation {
  return {
    handshake: unary(() => new lang.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(HOST_VERSION)),
    about: unary(() => describeHost(children)),
    runtimeOptionsPrompts: unary(() => new lang.RuntimeOptionsResponse()),
    template: unary(() => new lang.TemplateResponse()),
    getRequiredPackages: unary(getRequiredPackages),
    getProgramDependencies: unary(listProgramDependencies),
    installDependencies: serverStreaming((call) => installDependencies(call, children)),
    run: unary((_request, call) => runProgram(call, engineAddress, children)),
    runPlugin: serverStreaming((call) => runPlugin(call, children)),
    generatePackage: unary((request: lang.GeneratePackageRequest) =>
      generatePackage(request, sdkgen, children),
    ),
    link: unary(linkPackages),
    generateProgram: refuse(
      "this stand-in for pulumi-language-nodejs does not write programs: use `pulumi import --generate-code=false`",
    ),
    generateProject: refuse(
      "this stand-in for pulumi-language-nodejs does not convert projects: use the official host for `pulumi convert`",
    ),
    pack: refuse(
      "this stand-in for pulumi-language-nodejs does not pack SDKs: run `npm pack` in the folder of the SDK",
    ),
    cancel: unary(async () => {
      await children.stopAll();
      return new empty.Empty();
    }),
  };
}
