import { randomBytes } from "node:crypto";

/** A name or a secret that no other run has. */
export function createUniqueText(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}
