import { Command } from "commander";
import type { RenderFileOptions } from "./agent-file.ts";
import { toYaml } from "./manifest-yaml.ts";

// A reader like `head` closes the pipe when it has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const program = new Command("npm run render --")
  .description("Prints the objects of an Agent as YAML, without a cluster and without an engine.")
  .argument("<file>", "the args of the Agent, as YAML or JSON")
  .option("--name <name>", "the name of the agent, when the file gives none (default: the file's)")
  .option("--namespace <namespace>", "the namespace, when the file gives none (default: default)")
  .addHelpText(
    "after",
    `
Examples:
  npm run --silent render -- examples/manifests/agent.yaml
  npm run --silent render -- agent.yaml --name research --namespace agents > research.yaml
  npm run --silent render -- agent.yaml | kubectl diff --filename -`,
  )
  .action(async (file: string, options: RenderFileOptions) => {
    // Loaded here: it takes seconds, for which nobody who asks for help has to wait.
    const { renderFile } = await import("./agent-file.ts");
    process.stdout.write(toYaml(await renderFile(file, options)));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
