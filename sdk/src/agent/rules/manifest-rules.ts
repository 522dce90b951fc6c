/** What holds of objects, and parts of them, that a user writes. */
export const MANIFEST_RULES = {
  overrideKeeps: "must not be changed: the object is found by it. Remove it.",
  overrideDirective:
    "must not be given here: it would take away what must stay as it is. Remove it.",
  overrideOfCard:
    "must not be changed: the name of the object has the hash of the card. Use 'card'.",
  overrideOfReplicas: "must not be changed with 'scaling', which decides it. Use 'scaling'.",
  overrideOfNothing: (condition: string) =>
    `must not be given: there is no such object without ${condition}. Give that, or remove this.`,
  overridePart: "must be a plain object: anything else would hide what must stay as it is.",

  extraManifest: "must be a plain object.",
  extraManifestList: "must not be a list of objects. Give each of them as an entry of its own.",
  extraManifestText: "must be a plain text that is not empty.",
  ownManifest: (object: string) =>
    "must differ from the name of an object of the same kind that the Agent makes itself. Give it " +
    `another one, or use 'overrides.${object}'.`,
  sameManifest: (other: string) =>
    `must differ from '${other}', which has the same kind and, as far as is known, the same ` +
    "namespace. Remove one of them.",
} as const;
