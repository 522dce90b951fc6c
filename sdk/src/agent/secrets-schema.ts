import type { Expect, Same } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { inputText, isLater, plain } from "../input.js";
import { isDataKey } from "../kubernetes-syntax.js";
import type { AgentSecretArgs } from "./environment-args.js";
import { variableName } from "./environment-schema.js";
import { readMember } from "./plain-object.js";
import { RULES } from "./rules.js";
import { inputObjectName } from "./value-schemas.js";

const secretSchema = z
  .strictObject(
    {
      env: plain(variableName),
      secretName: inputObjectName.optional(),
      key: inputText(isDataKey, RULES.dataKey).optional(),
      value: z.custom<pulumi.Input<string>>(isInputText, RULES.secretValue).optional(),
    },
    RULES.secretObject,
  )
  .refine(({ secretName, key, value }) => {
    const isReference = [secretName, key].map((part) => part !== undefined);
    return isReference.every((given) => given === (value === undefined));
  }, RULES.secret);

const listSchema = plain(z.array(plain(secretSchema), RULES.secretObject));

/**
 * The schema of what comes into the environment from Secrets.
 *
 * The engine prints what is at the path of an issue. No issue is told at a path that leads to a value,
 * or to an object or a list that has it: those are told of the variable.
 */
export const secretsSchema = z.custom<AgentSecretArgs[]>().superRefine((secrets, context) => {
  for (const issue of listSchema.safeParse(secrets, { reportInput: true }).error?.issues ?? []) {
    const [index = 0, member = "value"] = issue.path;
    if (member !== "value") {
      context.addIssue({ ...issue });
      continue;
    }
    const path = [index, "env"];
    for (const message of toMessages(issue)) {
      context.addIssue({ code: "custom", path, input: readMember(secrets, path), message });
    }
  }
});

/** @internal */
export type _AgentSecretArgsInStep = Expect<Same<AgentSecretArgs, z.input<typeof secretSchema>>>;

function toMessages(issue: z.core.$ZodIssue): string[] {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((member) => RULES.secretMember(member))
    : [issue.message];
}

function isInputText(value: unknown): boolean {
  return typeof value === "string" || isLater(value);
}
