import type { AgentManifest } from "@berth/berth";
import { Document, visit } from "yaml";

/**
 * Writes manifests as documents of YAML.
 *
 * Programs of Kubernetes read YAML 1.1, to which `off` is false; others read 1.2. What either takes
 * for anything but a text is put in quotes.
 */
export function toYaml(manifests: readonly AgentManifest[]): string {
  return manifests.map(toDocument).join("---\n");
}

function toDocument(manifest: AgentManifest): string {
  const document = new Document(manifest, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === "string" && /^[-+.\d=]/.test(scalar.value)) {
        scalar.type = "QUOTE_DOUBLE";
      }
    },
  });
  // Without the directive that names the version: some programs do not know it.
  return document.toString({ directives: false, lineWidth: 0 });
}
