// What the API server accepts as a name or a label:
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/

const MAX_LABEL_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_TEXT = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Begins the labels by which Pod Security admission is told what to admit. */
export const POD_SECURITY_PREFIX = "pod-security.kubernetes.io/";

/** The rule of `isDnsLabel`, to follow the name of a property and its value. */
export const DNS_LABEL_RULE =
  "must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.";

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

function isDnsSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN_LENGTH && DNS_SUBDOMAIN.test(text);
}
