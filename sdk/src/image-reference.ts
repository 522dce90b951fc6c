// What a container runtime accepts as the reference of an image:
// https://github.com/distribution/reference/blob/main/regexp.go

const DOMAIN_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])(?::\\d+)?`;
const PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(
  `^(?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*(?::${TAG})?(?:@${DIGEST})?$`,
);

/** The rule of `isImageReference`, to follow the name of a property and its value. */
export const IMAGE_REFERENCE_RULE =
  "must be the reference of an image, such as 'registry.example.com/research:1.2.0'.";

/** Tells whether a text can be the reference of an image. */
export function isImageReference(text: string): boolean {
  return REFERENCE.test(text);
}
