import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/**
 * The schema of a text that may be known only later.
 *
 * A plain text is checked at once. An Output or a Promise passes untouched: the API server has the
 * last word on what it becomes.
 *
 * @param rule follows the name and the value of the property in messages.
 */
export function inputText(
  isValid: (text: string) => boolean,
  rule: string,
): z.ZodType<pulumi.Input<string>, pulumi.Input<string>> {
  return z.custom<pulumi.Input<string>>(
    (value) =>
      pulumi.Output.isInstance(value) ||
      value instanceof Promise ||
      (typeof value === "string" && isValid(value)),
    rule,
  );
}
