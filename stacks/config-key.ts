import * as pulumi from "@pulumi/pulumi";

/** A key of the configuration as the file has it. */
export function toFullKey(key: string): string {
  return `${new pulumi.Config().name}:${key}`;
}

/**
 * The command that sets a key of this stack, to be copied: whoever reads it may have selected another stack.
 *
 * @param key below the name of the project, such as `images.research`.
 * @param value what stands for the value. Without it the CLI asks.
 */
export function toSetCommand(key: string, value?: string, ...flags: string[]): string {
  const options = [`--stack ${pulumi.getStack()}`, ...flags].join(" ");
  const command = `pulumi config set ${options} --path '${toFullKey(key)}'`;
  return value === undefined ? command : `${command} ${value}`;
}
