import { z } from "zod";

const SECRET_RULE = "must be a text.";

// A secret that looks like a number is one when the engine hands it over.
const secret = z.union([z.string(), z.number(), z.boolean()], SECRET_RULE).transform(String);

/** What an environment is told by its `Pulumi.<stack>.yaml`. */
export const environmentConfigSchema = z.strictObject({
  /** The image of each agent, by its name: what is promoted from one environment to the next. */
  images: z.record(z.string(), z.string().min(1, "must be the reference of an image.")).default({}),
  /**
   * What the agents have otherwise here, by their names, as the args of an Agent. One that the program
   * does not know has its card here. The rules are those of the Agent.
   */
  agents: z
    .record(z.string(), z.looseObject({ secrets: z.array(z.looseObject({})).optional() }))
    .default({}),
  /** The stack with the AgentPlatform: its name, or `<organization>/<project>/<stack>`. */
  platform: z.string().min(1, "must be the name of a stack.").optional(),
  /** Values that agents take by `fromConfig`. */
  secrets: z.record(z.string(), secret).default({}),
});

/** What an environment is told by its `Pulumi.<stack>.yaml`. */
export type EnvironmentConfig = z.output<typeof environmentConfigSchema>;
