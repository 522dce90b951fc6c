import { InvalidArgumentError } from "commander";
import { maximumNodes } from "./layout.ts";

/** @throws InvalidArgumentError that names the value and the rule. */
export function parseNodeCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > maximumNodes) {
    throw new InvalidArgumentError(
      `'nodes' (${text}) must be a whole number from 1 to ${maximumNodes}.`,
    );
  }
  return count;
}

/** @throws InvalidArgumentError that names the value and the rule. */
export function parseClusterName(text: string): string {
  if (!/^[a-z][a-z0-9]{0,8}$/.test(text)) {
    throw new InvalidArgumentError(
      `'name' (${text}) must be 1 to 9 small letters and digits that begin with a letter: it is part of a link's name.`,
    );
  }
  return text;
}
