import * as pulumi from "@pulumi/pulumi";

/**
 * The command that sets a key of this stack, to be copied: whoever reads it may have selected another stack.
 *
 * @param key below the name of the project, such as `images.research`.
 * @param value what stands for the value; none where the CLI is to ask for it.
 */
export function toSetCommand(key: string, value: string, ...flags: string[]): string {
  const options = [`--stack ${pulumi.getStack()}`, ...flags].join(" ");
  return `pulumi config set ${options} --path '${new pulumi.Config().name}:${key}' ${value}`.trimEnd();
}
