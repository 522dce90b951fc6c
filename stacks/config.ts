import { parseSettings, SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { ConfigError } from "./config-error.ts";

/**
 * Reads the whole configuration of the stack. Nothing else reads it.
 *
 * @throws ConfigError that names every key which is missing, wrong or unknown.
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const prefix = `${new pulumi.Config().name}:`;
  const settings = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), toValue(text)]),
  );
  try {
    return parseSettings(schema, settings as z.input<Schema>);
  } catch (error) {
    throw error instanceof SettingsError ? new ConfigError(error.issues) : error;
  }
}

/** The engine hands over a map or a list as JSON, and a text as it is. */
function toValue(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
