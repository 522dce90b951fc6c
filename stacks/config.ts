import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const IMAGE_RULE = "must be the reference of an image.";
const IMAGES_RULE = "must have the image of each agent by its name.";

const image = z.string(IMAGE_RULE).min(1, IMAGE_RULE);

const imagesSchema = z.strictObject(
  { "data-analysis": image, research: image, "code-review": image },
  IMAGES_RULE,
);

/** What a stack is told by its `Pulumi.<stack>.yaml`. */
export interface StackConfig {
  /** The image of each agent, by the name of the agent. */
  images: z.output<typeof imagesSchema>;
}

/**
 * Reads the configuration of the stack. Nothing else reads it.
 *
 * @throws RunError that names every key which is missing, wrong or unknown, and what to do.
 */
export function readStackConfig(): StackConfig {
  const config = new pulumi.Config();
  const images = imagesSchema.safeParse(config.getObject("images"));
  if (!images.success) {
    const key = `${config.name}:images`;
    throw new pulumi.RunError(
      images.error.issues.flatMap((issue) => toReasons(key, issue)).join("\n"),
    );
  }
  return { images: images.data };
}

function toReasons(key: string, issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((agent) => {
      const path = `${key}.${agent}`;
      return `'${path}' is not a known key. Remove it: pulumi config rm --path ${path}`;
    });
  }
  const [agent] = issue.path;
  const path = agent === undefined ? key : `${key}.${String(agent)}`;
  const place = agent === undefined ? `${key}.AGENT` : path;
  return [`'${path}' ${issue.message} Set it: pulumi config set --path ${place} IMAGE`];
}
