import lang from "@pulumi/pulumi/proto/language_pb.js";
import type { ChildProcesses } from "./child-processes.ts";
import { NODE, programInfo } from "./node-program.ts";
import { listInstalledPackages } from "./required-packages.ts";

/** Which Node runs the programs, and that this host is a stand-in. */
export async function describeHost(children: ChildProcesses): Promise<lang.AboutResponse> {
  let printed = "";
  const child = children.start([NODE, "-p", "[process.execPath, process.version].join('\\n')"], {
    cwd: process.cwd(),
    environment: process.env,
    onOutput: (_stream, chunk) => (printed += chunk.toString()),
  });
  await child.ended;
  const [executable = NODE, version = "unknown"] = printed.trim().split("\n");
  const response = new lang.AboutResponse();
  response.setExecutable(executable);
  response.setVersion(version);
  response.getMetadataMap().set("host", "stand-in for pulumi-language-nodejs");
  return response;
}

export function listProgramDependencies(
  request: lang.GetProgramDependenciesRequest,
): lang.GetProgramDependenciesResponse {
  const response = new lang.GetProgramDependenciesResponse();
  const packages = listInstalledPackages(programInfo(request).getProgramDirectory(), {
    transitive: request.getTransitivedependencies(),
  });
  for (const { name = "", version = "" } of packages) {
    response.addDependencies(new lang.DependencyInfo().setName(name).setVersion(version));
  }
  return response;
}
