import { VersionNotSupportedError } from "@a2a-js/sdk/errors";
import { LEGACY_PROTOCOL_VERSION, PROTOCOL_VERSION } from "../card/card-document.js";

/** A version of A2A that can be spoken. */
export type SpokenVersion = typeof PROTOCOL_VERSION | typeof LEGACY_PROTOCOL_VERSION;

/** The older versions that are spoken besides the current one. */
export type Compatibility = typeof LEGACY_PROTOCOL_VERSION | "off";

/** What the settings may say. */
export const COMPATIBILITIES: readonly Compatibility[] = [LEGACY_PROTOCOL_VERSION, "off"];

/** Callers of version 0.3 are served. */
export const DEFAULT_COMPATIBILITY: Compatibility = LEGACY_PROTOCOL_VERSION;

/** What a caller of the current version sends. */
export const VERSION_REMEDY = `Send the header 'A2A-Version: ${PROTOCOL_VERSION}'.`;

/**
 * The version that a caller speaks who names it like this. Who names none speaks 0.3, and patches say
 * nothing about compatibility (A2A 1.0, section 3.6).
 */
export function toVersion(named: string | undefined): string {
  if (named === PROTOCOL_VERSION) {
    return named;
  }
  const trimmed = named?.trim() ?? "";
  return trimmed === "" ? LEGACY_PROTOCOL_VERSION : trimmed.split(".").slice(0, 2).join(".");
}

/**
 * Tells which version is spoken with a caller.
 *
 * @throws VersionNotSupportedError when it is none that is spoken here.
 */
export function expectVersion(version: string, compatibility: Compatibility): SpokenVersion {
  if (
    version === PROTOCOL_VERSION ||
    (version === LEGACY_PROTOCOL_VERSION && version === compatibility)
  ) {
    return version;
  }
  const spoken = [PROTOCOL_VERSION, ...(compatibility === "off" ? [] : [compatibility])];
  throw new VersionNotSupportedError(
    `The version of A2A (${version}) must be ${spoken.join(" or ")}. ${VERSION_REMEDY}`,
  );
}
