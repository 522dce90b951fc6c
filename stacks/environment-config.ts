import { z } from "zod";
import type { ConfigReading } from "./config.ts";

const AGENT_RULE =
  "must be the name of an agent: up to 49 lower-case letters, digits and hyphens, beginning with a letter.";

const agentName = z
  .string()
  .max(49, AGENT_RULE)
  .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, AGENT_RULE);

const IMAGE_RULE = "must be the reference of an image.";
/** A name that needs no quotes in a path of the CLI. */
export const SECRET_NAME = /^[-\w]+$/;

const SECRET_NAME_RULE = "must be letters, digits, hyphens and underscores.";
const STACK_RULE = "must be the name of a stack, or <organization>/<project>/<stack>.";

/** Something that a message never shows. */
function hidden<Schema extends z.ZodType>(
  isRight: (value: unknown) => boolean,
  schema: Schema,
): z.ZodPreprocess<Schema> {
  return z.preprocess((value) => (isRight(value) ? value : []), schema);
}

const isMap = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && !Array.isArray(value));

const secretValue = hidden(
  (value) => typeof value === "string",
  z.string("must be a text. Set it anew with --secret."),
);

/** What an environment is told by its `Pulumi.<stack>.yaml`. */
export const environmentConfigShape = {
  /** The image of each agent, by its name: what is promoted from one environment to the next. */
  images: z.record(agentName, z.string(IMAGE_RULE).min(1, IMAGE_RULE)).default({}),
  /**
   * What the agents have otherwise here, by their names, as the args of an Agent. One that the program
   * does not know has its card here, and null leaves one out. The rules are those of the Agent.
   */
  agents: z
    .record(agentName, z.looseObject({ secrets: z.array(z.looseObject({})).nullish() }).nullable())
    .default({}),
  /** The stack with the AgentPlatform: its name, or `<organization>/<project>/<stack>`. */
  platform: z
    .string(STACK_RULE)
    .regex(/^[^/\s]+(\/[^/\s]+\/[^/\s]+)?$/, STACK_RULE)
    .optional(),
  /** Values that agents take by `fromConfig`. */
  secrets: hidden(
    isMap,
    z.record(z.string().regex(SECRET_NAME, SECRET_NAME_RULE), secretValue).default({}),
  ),
};

/** What an environment is told by its `Pulumi.<stack>.yaml`. A key that is wrong has no value. */
export type EnvironmentConfig = ConfigReading<typeof environmentConfigShape>["values"];
