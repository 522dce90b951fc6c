const KINDS: readonly { kind: string; pattern: RegExp }[] = [
  { kind: "a private key", pattern: /-----BEGIN (?:[A-Z]{2,12} )?PRIVATE KEY-----/ },
  { kind: "an access key of AWS", pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { kind: "a token of GitHub", pattern: /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}/ },
  { kind: "a token of Slack", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10}/ },
  { kind: "a token of npm", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { kind: "a JSON Web Token", pattern: /\beyJ[\w-]{10,500}\.eyJ[\w-]{10}/ },
];

/** A name that speaks of a secret, and the text that it is given. */
const ASSIGNMENT =
  /(?:password|passwd|secret|token|api_?key)\w{0,32}["']?\s{0,8}(?:=>|:=|[:=])\s{0,8}["'`]([^"'`]{8,200})["'`]/i;

/** Texts that stand where a secret goes later. */
const PLACEHOLDER = /\$\{|\{\{|<[^>]+>|example|change.?me|placeholder|your[-_ ]|x{4}|\*{3}|\s/i;

/** The longest line that is read: nobody writes longer ones by hand. */
const MAX_READ_LENGTH = 1000;

/** What kind of secret a line seems to hold. The secret itself is never repeated. */
export function findSecret(line: string): string | undefined {
  const text = line.slice(0, MAX_READ_LENGTH);
  const known = KINDS.find(({ pattern }) => pattern.test(text));
  if (known !== undefined) {
    return known.kind;
  }
  const [, value] = ASSIGNMENT.exec(text) ?? [];
  return value === undefined || PLACEHOLDER.test(value) ? undefined : "a secret in plain text";
}
