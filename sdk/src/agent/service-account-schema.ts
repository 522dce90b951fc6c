import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { RULES } from "./rules.js";
import type { AgentServiceAccountArgs } from "./service-account-args.js";
import { annotationsSchema, inputAnyText, inputSomeText } from "./value-schemas.js";

const someOf = <Entry extends z.ZodType>(entry: Entry) =>
  plain(z.array(entry).min(1, RULES.noEntries));

const policyRuleSchema = plain(
  z.strictObject({
    apiGroups: someOf(inputAnyText),
    resources: someOf(inputSomeText),
    verbs: someOf(inputText((verb) => verb !== "*", RULES.verb)),
    resourceNames: someOf(inputSomeText).optional(),
  }),
);

/** The schema of the identity of the pods. */
export const serviceAccountSchema = plain(
  z.strictObject({
    annotations: annotationsSchema.default({}),
    rules: plain(z.array(policyRuleSchema)).default([]),
  }),
).prefault({});

/** @internal */
export type _AgentServiceAccountArgsInStep = Expect<
  Same<AgentServiceAccountArgs | undefined, z.input<typeof serviceAccountSchema>>
>;
