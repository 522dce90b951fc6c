import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { isLater, joinInput, mapInput } from "../input.js";
import type { AgentSecretArgs } from "./environment-args.js";

/**
 * Too few digits to tell a secret by guessing at it: of all that could be it, one in four billion fits
 * by chance.
 */
const HASH_LENGTH = 8;

/** What goes into the Secret of an agent's own: each value under the name of its variable. */
export function toSecretsData(
  secrets: readonly AgentSecretArgs[],
): Record<string, pulumi.Input<string>> | undefined {
  const entries = toEntries(secrets);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/**
 * Tells one content of an agent's own Secret from another. Pods carry it, since they read a Secret
 * when they start and never again. Undefined where there is no such Secret.
 */
export function toSecretsHash(
  secrets: readonly AgentSecretArgs[],
): pulumi.Input<string> | undefined {
  const entries = toEntries(secrets);
  if (entries.length === 0) {
    return undefined;
  }
  const hash = mapInput(joinInput(entries.map(([name, value]) => ({ name, value }))), toHash);
  // What is made of a secret is one too, and would hide the whole Deployment.
  return isLater(hash) ? pulumi.unsecret(pulumi.output(hash)) : hash;
}

function toEntries(secrets: readonly AgentSecretArgs[]): [string, pulumi.Input<string>][] {
  return secrets
    .flatMap(({ env, value }): [string, pulumi.Input<string>][] =>
      value === undefined ? [] : [[env, value]],
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function toHash(entries: { name: string; value: string }[]): string {
  return createHash("sha256").update(JSON.stringify(entries)).digest("hex").slice(0, HASH_LENGTH);
}
