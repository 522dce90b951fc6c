import { parseDiscoveryNamespaces, serializeDiscoveryNamespaces } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catchReasons } from "./catch-issues.ts";

const anyNamespace = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);

describe("the namespaces whose agents are found, in the environment", () => {
  it("are read as they were written, in their order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyNamespace, { minLength: 1, maxLength: 5 }), (namespaces) => {
        const text = serializeDiscoveryNamespaces(namespaces);
        expect(parseDiscoveryNamespaces(text)).toEqual(namespaces);
      }),
    );
  });

  it("may be all of the cluster", () => {
    expect(serializeDiscoveryNamespaces("all")).toBe("*");
    expect(parseDiscoveryNamespaces(" * ")).toBe("all");
  });

  it("are each read once, without the spaces that people write", () => {
    expect(parseDiscoveryNamespaces("agents, tools,agents ")).toEqual(["agents", "tools"]);
  });

  it.each(["Agents", "agents,", "agents,*", "-agents", "a.b", "x".repeat(64), " "])(
    "are refused as '%s', with the rule",
    (text) => {
      expect(catchReasons(() => parseDiscoveryNamespaces(text))).toEqual([
        `'A2A_DISCOVERY_NAMESPACES' (${text}) must be names of namespaces with commas between them, or '*' for all.`,
      ]);
    },
  );
});
