import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { isImageReference } from "../image-reference.js";
import { input, inputText, plain } from "../input.js";
import {
  isDnsLabel,
  isDnsSubdomain,
  isLabelKey,
  isLabelValue,
  MAX_NUMBER,
} from "../kubernetes-syntax.js";
import { RULES } from "./rules.js";

/** The schema of a whole number within a range. */
export function inputWhole(
  minimum: number,
  maximum: number,
  rule: string,
): z.ZodType<pulumi.Input<number>, pulumi.Input<number>> {
  return input(z.int(rule).min(minimum, rule).max(maximum, rule));
}

/** The schema of how many of something there are: at least one. */
export const inputCount = inputWhole(1, MAX_NUMBER, RULES.count);

/** The schema of a text about which nothing is known. */
export const inputAnyText = inputText(() => true, RULES.text);

/** Whether a text says something. */
export function isSomeText(text: string): boolean {
  return text.trim() !== "";
}

/** The schema of a text that says something. */
export const inputSomeText = inputText(isSomeText, RULES.someText);

/** The schema of the reference of an image. */
export const inputImage = inputText(isImageReference, RULES.image);

/** The schema of the path of a URL. */
export const inputPath = inputText((text) => text.startsWith("/"), RULES.path);

/** The schema of the name of a namespace. */
export const inputNamespace = inputText(isDnsLabel, RULES.dnsLabel);

/** The schema of the name of a Secret, a ConfigMap and most other objects. */
export const inputObjectName = inputText(isDnsSubdomain, RULES.dnsSubdomain);

/** The schema of the key of a label. */
export const labelKey = z.string().refine(isLabelKey, RULES.labelKey);

/** The schema of the value of a label. */
export const inputLabelValue = inputText(isLabelValue, RULES.labelValue);

/** The schema of the labels of an object, or of those that it must have. */
export const labelsSchema = plain(z.record(labelKey, inputLabelValue));

/** The schema of the key of an annotation. */
export const annotationKey = z.string().refine(isLabelKey, RULES.annotationKey);

/** The schema of the annotations of an object. */
export const annotationsSchema = plain(z.record(annotationKey, inputAnyText));

/** The schema of a port that a container listens on. */
export const plainPort = plain(z.int(RULES.port).min(1024, RULES.port).max(65535, RULES.port));
