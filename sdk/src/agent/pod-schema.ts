import { type Expect, LABELS, OWN_PREFIX, type Same, toCanCallLabel } from "@berth/contract";
import { z } from "zod";
import { input, inputText, isLater, plain } from "../input.js";
import { isLabelKey, MAX_NUMBER } from "../kubernetes-syntax.js";
import { DEFAULT_RUN_AS_USER } from "./defaults.js";
import type { AgentPodArgs, AgentTolerationArgs } from "./pod-args.js";
import { RULES } from "./rules.js";
import {
  annotationKey,
  inputAnyText,
  inputLabelValue,
  inputObjectName,
  inputWhole,
  labelKey,
  labelsSchema,
} from "./value-schemas.js";

const OWN_LABELS: readonly string[] = Object.values(LABELS);
const CALLER_PREFIX = toCanCallLabel("");
const PULUMI_PREFIX = "pulumi.com/";

const podLabelKey = labelKey
  .refine((key) => !OWN_LABELS.includes(key), RULES.ownLabel)
  .refine((key) => !key.startsWith(CALLER_PREFIX), RULES.callerLabel);

const podAnnotationKey = annotationKey
  .refine((key) => !key.startsWith(OWN_PREFIX), RULES.ownAnnotation)
  .refine((key) => !key.startsWith(PULUMI_PREFIX), RULES.pulumiAnnotation);

const tolerationSchema = plain(
  z
    .strictObject({
      key: inputText(isLabelKey, RULES.labelKey).optional(),
      operator: input<string>(z.enum(["Equal", "Exists"], RULES.tolerationOperator)).optional(),
      value: inputLabelValue.optional(),
      effect: input<string>(
        z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"], RULES.tolerationEffect),
      ).optional(),
      tolerationSeconds: input(z.int(RULES.tolerationSeconds)).optional(),
    })
    .refine(({ key, operator = "Equal" }) => key !== undefined || operator !== "Equal", {
      path: ["key"],
      error: RULES.tolerationKey,
    })
    .superRefine(({ operator, value = "", effect, tolerationSeconds }, context) => {
      if (operator === "Exists" && value !== "") {
        const message = RULES.tolerationValue;
        context.addIssue({ code: "custom", path: ["value"], input: value, message });
      }
      if (tolerationSeconds !== undefined && effect !== "NoExecute" && !isLater(effect)) {
        const message = RULES.tolerationNoExecute;
        context.addIssue({ code: "custom", path: ["effect"], input: effect, message });
      }
    }),
);

/** The schema of where pods run, and of what they carry. */
export const podSchema = plain(
  z.strictObject({
    labels: plain(z.record(podLabelKey, inputLabelValue)).default({}),
    annotations: plain(z.record(podAnnotationKey, inputAnyText)).default({}),
    nodeSelector: labelsSchema.default({}),
    tolerations: plain(z.array(tolerationSchema)).default([]),
    priorityClassName: inputObjectName.optional(),
    runtimeClassName: inputObjectName.optional(),
    imagePullSecrets: plain(z.array(inputObjectName)).default([]),
    runAsUser: inputWhole(1, MAX_NUMBER, RULES.runAsUser).default(DEFAULT_RUN_AS_USER),
    hostUsers: plain(z.boolean()).default(true),
    doNotDisrupt: plain(z.boolean()).default(false),
  }),
).prefault({});

/** @internal */
export type _AgentPodArgsInStep = Expect<Same<AgentPodArgs | undefined, z.input<typeof podSchema>>>;

/** @internal */
export type _AgentTolerationArgsInStep = Expect<
  Same<AgentTolerationArgs, z.input<typeof tolerationSchema>>
>;
