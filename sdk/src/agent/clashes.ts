import { parseSettings } from "@berth/contract";
import { z } from "zod";
import type { AgentArgs } from "./args.js";
import { findEnvironmentClashes } from "./clashes/environment-clashes.js";
import { findManifestClashes } from "./clashes/manifest-clashes.js";
import { findModeClashes } from "./clashes/mode-clashes.js";
import { findNetworkClashes } from "./clashes/network-clashes.js";
import { findPlatformClashes } from "./clashes/platform-clashes.js";
import { findScalingClashes } from "./clashes/scaling-clashes.js";
import { findVersionClashes } from "./clashes/version-clashes.js";
import { readMember } from "./plain-object.js";

/** Something that is wrong with a property because of another one. */
export interface Clash {
  path: PropertyKey[];
  rule: string;
  /** The value that the property has, where that is a default. */
  value?: unknown;
}

const FINDERS = [
  findModeClashes,
  findEnvironmentClashes,
  findScalingClashes,
  findPlatformClashes,
  findNetworkClashes,
  findVersionClashes,
  findManifestClashes,
];

const toClashesSchema = (finders: readonly ((args: unknown) => Iterable<Clash>)[]) =>
  z.custom<AgentArgs>().superRefine((args, context) => {
    for (const find of finders) {
      for (const { path, rule, value = readMember(args, path) } of find(args)) {
        context.addIssue({ code: "custom", path, input: value, message: rule });
      }
    }
  });

const clashesSchema = toClashesSchema(FINDERS);
const platformClashesSchema = toClashesSchema([findPlatformClashes]);

/**
 * Checks what several properties must agree on.
 *
 * It reads args that nothing else has checked, so that its issues come together with all others: what
 * has the wrong type is passed over here.
 *
 * @param args have the name of the agent, also where the component gives it.
 * @throws SettingsError with all issues at once.
 */
export function requireNoClashes(args: AgentArgs): void {
  parseSettings(clashesSchema, args);
}

/**
 * Checks what must agree with a platform that has got known.
 *
 * @throws SettingsError with all issues at once.
 */
export function requireNoPlatformClashes(args: AgentArgs): void {
  parseSettings(platformClashesSchema, args);
}
