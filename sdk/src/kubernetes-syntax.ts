// What the API server accepts as a name or a label:
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/

/** The length of a DNS label, and of the name and the value of a label of an object. */
export const MAX_LABEL_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

/** The greatest number of most that the API server takes: they have 32 bits. */
export const MAX_NUMBER = 2 ** 31 - 1;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_TEXT = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const VARIABLE_NAME = /^[-._A-Za-z][-._A-Za-z0-9]*$/;
const DATA_KEY = /^[-._A-Za-z0-9]+$/;

/** Begins the labels by which Pod Security admission is told what to admit. */
export const POD_SECURITY_PREFIX = "pod-security.kubernetes.io/";

/** The rule of `isDnsLabel`, to follow the name of a property and its value. */
export const DNS_LABEL_RULE =
  "must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.";

/** The rule of `isDnsSubdomain`. */
export const DNS_SUBDOMAIN_RULE =
  "must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both " +
  "ends of each part.";

/** The rule of `isVariableName`. */
export const VARIABLE_NAME_RULE =
  "must be letters, digits, '-', '_' and '.', not beginning with a digit or '..', and not '.' alone.";

/** The rule of `isDataKey`. */
export const DATA_KEY_RULE =
  "must be 1 to 253 letters, digits, '-', '_' and '.', not beginning with '..', and not '.' alone.";

/** The rule of `isLabelKey`. */
export const LABEL_KEY_RULE =
  "must be a label name of at most 63 letters, digits, '-', '_' and '.', " +
  "optionally after a DNS name and a slash.";

/** The rule of `isLabelValue`. */
export const LABEL_VALUE_RULE =
  "must be empty or at most 63 letters, digits, '-', '_' and '.', " +
  "with a letter or digit at both ends.";

/** Tells whether a text can name a namespace or a Service. */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL_LENGTH && DNS_LABEL.test(text);
}

/** Tells whether a text can name a Service: a DNS label that begins with a letter. */
export function isServiceName(text: string): boolean {
  return text.length <= MAX_LABEL_LENGTH && SERVICE_NAME.test(text);
}

/** Tells whether a text can name a Secret, a ConfigMap and most other objects. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN_LENGTH && DNS_SUBDOMAIN.test(text);
}

/**
 * Tells whether a text can name an environment variable. Kubernetes 1.32 and newer take more; what is
 * no name to the older ones is seldom meant.
 */
export function isVariableName(text: string): boolean {
  return VARIABLE_NAME.test(text) && !isFolder(text);
}

/** Tells whether a text can be a key of a Secret or a ConfigMap. */
export function isDataKey(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN_LENGTH && DATA_KEY.test(text) && !isFolder(text);
}

/** Tells whether a text can be the key of a label: `name` or `prefix.example.com/name`. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf("/");
  const name = text.slice(slash + 1);
  return (
    (slash === -1 || isDnsSubdomain(text.slice(0, slash))) &&
    name.length <= MAX_LABEL_LENGTH &&
    LABEL_TEXT.test(name)
  );
}

/** Tells whether a text can be the value of a label. */
export function isLabelValue(text: string): boolean {
  return text === "" || (text.length <= MAX_LABEL_LENGTH && LABEL_TEXT.test(text));
}

/** Tells whether a text would be a folder, or lead out of one, where it is the name of a file. */
export function isFolder(text: string): boolean {
  return text === "." || text.startsWith("..");
}
