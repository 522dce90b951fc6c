import { type Expect, LABELS, type Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import type { AgentOverridesArgs } from "./overrides-args.js";
import { isPlainObject, readMember } from "./plain-object.js";
import { RULES } from "./rules.js";

/** Says what is wrong with a change of a member, or of members within it. */
interface Kept {
  [member: string]: string | Kept;
}

const KEPT = RULES.overrideKeeps;
const OBJECT: Kept = { apiVersion: KEPT, kind: KEPT, metadata: { name: KEPT, namespace: KEPT } };
const SELECTING: Kept = { ...OBJECT, spec: { selector: KEPT } };
const SELECTED_PODS: Kept = {
  metadata: { labels: { [LABELS.name]: KEPT, [LABELS.component]: KEPT } },
};

const override = (kept: Kept) =>
  z
    .any()
    .superRefine((part: unknown, context) => {
      for (const { path, message } of part === undefined ? [] : findTouched(part, kept, [])) {
        context.addIssue({ code: "custom", path, input: readMember(part, path), message });
      }
    })
    .optional();

/** The schema of parts that are merged into manifests. */
export const overridesSchema = plain(
  z.strictObject({
    serviceAccount: override(OBJECT),
    configMap: override({
      ...OBJECT,
      data: RULES.overrideOfCard,
      binaryData: RULES.overrideOfCard,
    }),
    secret: override(OBJECT),
    podDeletionCostPolicy: override(OBJECT),
    podDeletionCostBinding: override(OBJECT),
    role: override(OBJECT),
    roleBinding: override(OBJECT),
    deployment: override({ ...OBJECT, spec: { selector: KEPT, template: SELECTED_PODS } }),
    service: override(SELECTING),
    siblingsService: override(SELECTING),
    horizontalPodAutoscaler: override(OBJECT),
    scaledObject: override(OBJECT),
    podDisruptionBudget: override(SELECTING),
    networkPolicy: override({ ...OBJECT, spec: { podSelector: KEPT } }),
    podMonitor: override(SELECTING),
    httpRoute: override(OBJECT),
    ingress: override(OBJECT),
  }),
).prefault({});

/** @internal */
export type _AgentOverridesArgsInStep = Expect<
  Same<AgentOverridesArgs | undefined, z.input<typeof overridesSchema>>
>;

/** The schema of objects that a user adds. */
export const extraManifestsSchema = plain(
  z.array(
    z.any().superRefine((manifest: unknown, context) => {
      for (const { path, message } of findFlaws(manifest)) {
        context.addIssue({ code: "custom", path, input: readMember(manifest, path), message });
      }
    }),
  ),
);

/** What takes away members that an override does not name. */
const REMOVING_DIRECTIVES = ["$patch", "$retainKeys"];

interface Flaw {
  path: string[];
  message: string;
}

/** What is not written as an object could be anything once it is known, so it must not hold what is kept. */
function* findTouched(part: unknown, kept: Kept, path: string[]): Generator<Flaw> {
  if (!isPlainObject(part)) {
    yield { path, message: RULES.overridePart };
    return;
  }
  for (const directive of REMOVING_DIRECTIVES.filter((name) => name in part)) {
    yield { path: [...path, directive], message: RULES.overrideDirective };
  }
  for (const [member, within] of Object.entries(kept)) {
    if (part[member] === undefined) {
      continue;
    }
    const place = [...path, member];
    if (typeof within === "string") {
      yield { path: place, message: within };
    } else {
      yield* findTouched(part[member], within, place);
    }
  }
}

function* findFlaws(manifest: unknown): Generator<Flaw> {
  if (!isPlainObject(manifest)) {
    yield { path: [], message: RULES.extraManifest };
    return;
  }
  const { kind, items } = manifest;
  if (
    kind === "List" ||
    (typeof kind === "string" && /.List$/.test(kind) && Array.isArray(items))
  ) {
    yield { path: ["kind"], message: RULES.extraManifestList };
    return;
  }
  for (const path of [["apiVersion"], ["kind"], ["metadata", "name"]]) {
    const text = readMember(manifest, path);
    if (typeof text !== "string" || text === "") {
      yield { path, message: RULES.extraManifestText };
    }
  }
}
