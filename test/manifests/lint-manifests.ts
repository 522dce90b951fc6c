import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { OUT_FOLDER } from "../runner/layout.ts";
import { ensureGoTool } from "../tools/go-tools.ts";
import type { Progress } from "../tools/progress.ts";
import { ensureCheckov } from "../tools/python-tools.ts";
import { renderFile } from "./agent-file.ts";
import { runCheckov } from "./checkov.ts";
import type { Finding } from "./finding.ts";
import { runKubeScore } from "./kube-score.ts";
import { toYaml } from "./manifest-yaml.ts";

/** Where agents are rendered to: linters take the namespace `default` for a forgotten one. */
const NAMESPACE = "agents";

/**
 * Renders agents and runs kube-score and checkov on their objects.
 *
 * @param files have the args of an Agent each, under different names.
 * @param group names the folder in `test/out/` that the rendered manifests are left in.
 */
export async function lintManifests(
  files: readonly string[],
  group: string,
  progress: Progress,
): Promise<Finding[]> {
  const folder = join(OUT_FOLDER, group);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const rendered: string[] = [];
  let objects = 0;
  for (const file of files) {
    const manifests = await renderFile(file, { namespace: NAMESPACE });
    const target = join(folder, `${basename(file, extname(file))}.yaml`);
    await writeFile(target, toYaml(manifests));
    rendered.push(target);
    objects += manifests.length;
  }
  const kubeScore = await ensureGoTool("kube-score", progress);
  const python = await ensureCheckov(progress);
  return [
    ...(await progress.step("run kube-score", async () => runKubeScore(kubeScore, rendered))),
    ...(await progress.step("run checkov", async () => runCheckov(python, folder, objects))),
  ];
}
