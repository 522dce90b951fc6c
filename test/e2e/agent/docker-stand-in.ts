// Stands in for Docker and a registry where neither is: it builds into the store of the test clusters
// and "pushes" an image by putting it on the nodes of the running one. Nothing else of Docker is here.
import { appendFile } from "node:fs/promises";
import { hasImage, tagImage } from "../../cluster/builder.ts";
import { findCluster } from "../../cluster/cluster-state.ts";
import { buildFromDockerfile, loadImage } from "../../cluster/images.ts";
import { defaultClusterName } from "../../cluster/layout.ts";
import { silentProgress } from "../../tools/progress.ts";

const [verb = "", ...args] = process.argv.slice(2);

function valueAfter(option: string): string | undefined {
  const index = args.indexOf(option);
  return index === -1 ? undefined : args[index + 1];
}

async function run(): Promise<void> {
  switch (verb) {
    case "info":
      return;
    case "image":
      if (!(await hasImage(args.at(-1) ?? ""))) {
        throw new Error("No such image");
      }
      return;
    case "build": {
      const [name = "", value = ""] = (valueAfter("--build-arg") ?? "").split("=");
      const buildArguments = name === "" ? {} : { [name]: value };
      const [folder, tag] = [args.at(-1) ?? "", valueAfter("--tag") ?? ""];
      await buildFromDockerfile(folder, tag, undefined, silentProgress, buildArguments);
      return;
    }
    case "tag":
      await tagImage(args[0] ?? "", args[1] ?? "");
      return;
    case "push": {
      const cluster = await findCluster(defaultClusterName);
      if (cluster === undefined) {
        throw new Error("There is no cluster to put the image on");
      }
      await loadImage(cluster.layout, args[0] ?? "", silentProgress);
      await appendFile(process.env["PUSHED_IMAGES"] ?? "", `${args[0] ?? ""}\n`);
      return;
    }
    default:
      throw new Error(`The stand-in of docker does not know '${verb}'`);
  }
}

await run();
