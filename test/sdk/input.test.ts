import { parseSettings } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  checkWhenKnown,
  input,
  inputText,
  mapInput,
  plain,
  requirePlainObject,
} from "../../sdk/src/input.ts";

const PLAIN = "must be plain: an Output is known too late to decide what is made.";

const text = z.object({ team: inputText((value) => value !== "", "must not be empty.") });
const peer = z.object({ peer: input(z.strictObject({ name: z.string() })) });
const port = z.object({ port: plain(z.int("must be a whole number.")) });

/** What a program in another language may pass. */
function parse(schema: z.ZodType, settings: unknown): unknown {
  return parseSettings(schema, settings);
}

describe("input", () => {
  it("passes an Output and a Promise on untouched, and any plain value that fits", () => {
    const later = { team: pulumi.output("") };
    expect(parseSettings(text, later).team).toBe(later.team);
    const promised = { team: Promise.resolve("") };
    expect(parseSettings(text, promised).team).toBe(promised.team);
    expect(parseSettings(text, { team: "search" })).toEqual({ team: "search" });
    expect(parseSettings(peer, { peer: { name: "a" } })).toEqual({ peer: { name: "a" } });
  });

  it("checks a plain value to the depths, with paths from the outside", () => {
    expect(() => parse(text, { team: "" })).toThrow("'team' () must not be empty.");
    expect(() => parse(text, { team: 5 })).toThrow("'team' (5) must not be empty.");
    expect(() => parse(text, {})).toThrow("'team' must be given.");
    expect(() => parse(peer, { peer: {} })).toThrow("'peer.name' must be given.");
    expect(() => parse(peer, { peer: { name: "a", url: "b" } })).toThrow(
      "'peer.url' is not a known property. Remove it.",
    );
  });
});

describe("plain", () => {
  it("checks a plain value by its schema", () => {
    expect(parseSettings(port, { port: 8000 })).toEqual({ port: 8000 });
    expect(() => parse(port, { port: 1.5 })).toThrow("'port' (1.5) must be a whole number.");
    expect(() => parse(port, {})).toThrow("'port' must be given.");
  });

  it.each([pulumi.output(8000), Promise.resolve(8000)])("refuses what is known later", (later) => {
    expect(() => parse(port, { port: later })).toThrow(`'port' ${PLAIN}`);
  });
});

describe("requirePlainObject", () => {
  it.each([undefined, {}, { a: { b: ["c", null] } }])("accepts %j", (settings) => {
    requirePlainObject(settings);
  });

  it.each(["text", 5, null, []])("refuses %j, which is no object", (settings) => {
    expect(() => {
      requirePlainObject(settings);
    }).toThrow("The settings must be an object.");
  });

  it("names every Output within, by its path and without its value", () => {
    const settings = {
      a: pulumi.secret("hidden"),
      b: [{ c: pulumi.output("hidden") }, [Promise.resolve("hidden")]],
    };
    expect(() => {
      requirePlainObject(settings);
    }).toThrow([`'a' ${PLAIN}`, `'b[0].c' ${PLAIN}`, `'b[1][0]' ${PLAIN}`].join("\n"));
    expect(() => {
      requirePlainObject(pulumi.output({}));
    }).toThrow(`The settings ${PLAIN}`);
  });
});

describe("mapInput", () => {
  it("makes a plain value of a plain one, and an Output of what is known later", async () => {
    const double = (value: number) => value * 2;
    expect(mapInput(2, double)).toBe(4);
    for (const later of [pulumi.output(2), Promise.resolve(2)]) {
      const mapped = pulumi.output(mapInput(later, double));
      expect(await new Promise((resolve) => mapped.apply(resolve))).toBe(4);
    }
  });
});

describe("checkWhenKnown", () => {
  it("leaves a plain value to the schema, which has seen it", () => {
    const checked = checkWhenKnown("a", () => {
      throw new Error("nobody may check this twice");
    });
    expect(checked).toBe("a");
  });

  it.each([pulumi.output("a"), Promise.resolve("a")])(
    "checks what is known later as soon as it is",
    async (value) => {
      const seen: string[] = [];
      const checked = checkWhenKnown(value, (known) => {
        seen.push(known);
      });
      expect(await new Promise((resolve) => pulumi.output(checked).apply(resolve))).toBe("a");
      expect(seen).toEqual(["a"]);
    },
  );

  it("keeps a secret one", async () => {
    const checked = checkWhenKnown(pulumi.secret("a"), () => undefined);
    expect(await pulumi.isSecret(pulumi.output(checked))).toBe(true);
  });
});
