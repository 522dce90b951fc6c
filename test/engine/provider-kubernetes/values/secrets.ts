import { type JsonObject, type Path, stringsIn, valueAt } from "./json.ts";
import { SHORT_SECRET_LENGTH, UNKNOWN } from "./properties.ts";

/** What takes the place of a secret in a message. */
export const REDACTED = "[secret]";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The secret places of a Kubernetes object: those its author marked, and the whole payload of a Secret. */
export function secretPathsOf(object: JsonObject, marked: readonly Path[]): Path[] {
  if (object.kind !== "Secret" || object.apiVersion !== "v1") {
    return [...marked];
  }
  // kubectl leaves a copy of the manifest in an annotation, payload included.
  return [...marked, ["data"], ["stringData"], ["metadata", "annotations", LAST_APPLIED]];
}

/** The strings at the given places, in the forms they may turn up in: as they are, and without base64. */
export function secretTextsOf(object: JsonObject, secretPaths: readonly Path[]): Set<string> {
  const texts = new Set<string>();
  for (const path of secretPaths) {
    for (const text of stringsIn(valueAt(object, ...path))) {
      if (text !== "" && text !== UNKNOWN) {
        texts.add(text);
      }
    }
  }
  if (object.kind === "Secret") {
    for (const text of stringsIn(object.data)) {
      const decoded = Buffer.from(text, "base64").toString("utf8");
      if (decoded !== "") {
        texts.add(decoded);
      }
    }
    for (const text of stringsIn(object.stringData)) {
      texts.add(Buffer.from(text).toString("base64"));
    }
  }
  return texts;
}

/** Takes secrets out of messages; it knows all that passed through this process. */
export interface Redactor {
  learn(texts: Iterable<string>): void;
  redact(message: string): string;
}

/** Messages of the API server quote values and container logs quote anything; both end in the state or on a screen. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  return {
    learn(texts) {
      for (const text of texts) {
        known.add(text);
      }
    },
    redact(message) {
      let clean = message;
      // The longest first: a secret may hold another one.
      for (const text of [...known].sort((a, b) => b.length - a.length)) {
        if (!clean.includes(text)) {
          continue;
        }
        clean =
          text.length >= SHORT_SECRET_LENGTH
            ? clean.replaceAll(text, REDACTED)
            : clean.replace(wholeWord(text), REDACTED);
      }
      return clean;
    },
  };
}

function wholeWord(text: string): RegExp {
  const literal = text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, "g");
}
