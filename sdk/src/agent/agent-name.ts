import { isServiceName, MAX_LABEL_LENGTH } from "../kubernetes-syntax.js";

/** The objects of an agent are called by its name and a suffix, of which a card's is the longest. */
const LONGEST_SUFFIX_LENGTH = "-card-01234567".length;

/** Leaves every object of an agent a name that is a DNS label. */
export const MAX_AGENT_NAME_LENGTH = MAX_LABEL_LENGTH - LONGEST_SUFFIX_LENGTH;

/** The rule of `isAgentName`, to follow the name of a property and its value. */
export const AGENT_NAME_RULE =
  `must be 1 to ${MAX_AGENT_NAME_LENGTH} lower-case letters, digits and hyphens, beginning with a ` +
  "letter and ending with a letter or digit.";

/** Tells whether a text can name an agent, and thereby its Service and all its other objects. */
export function isAgentName(text: string): boolean {
  return text.length <= MAX_AGENT_NAME_LENGTH && isServiceName(text);
}
