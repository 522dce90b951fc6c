import { collectRejections } from "./collect-rejections.ts";
import { recordResources } from "./record-resources.ts";

/** What is told of a secret in an arg of a component that has no Secret to put it into. */
export const SECRET_RULE =
  "must not be a secret: it would stand in an object for all to read. Give what everybody may know, " +
  "by 'pulumi.unsecret' where it only counts as a secret.";

/** The logical names of the objects that a program makes, and how it ends. */
export async function recordObjects(
  program: () => void,
): Promise<{ objects: string[]; rejections: string[] }> {
  let objects: string[] = [];
  const rejections = await collectRejections(async () => {
    const { resources } = await recordResources(program);
    objects = resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ name }) => name);
  });
  return { objects, rejections };
}
