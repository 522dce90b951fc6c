import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isDataKey,
  isDnsLabel,
  isDnsSubdomain,
  isLabelKey,
  isLabelValue,
  isServiceName,
  isVariableName,
} from "../../sdk/src/kubernetes-syntax.ts";

describe("isDnsLabel", () => {
  it.each(["a", "0", "a-b", "a--b", "x".repeat(63)])("accepts '%s'", (text) => {
    expect(isDnsLabel(text)).toBe(true);
  });

  it.each(["", "-a", "a-", "A", "a.b", "a_b", "ä", "a\n", "x".repeat(64)])(
    "refuses '%s'",
    (text) => {
      expect(isDnsLabel(text)).toBe(false);
    },
  );

  it("accepts two accepted texts joined by a hyphen, unless they are too long together", () => {
    const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/);
    fc.assert(
      fc.property(label, label, (one, other) => {
        const joined = `${one}-${other}`;
        expect(isDnsLabel(joined)).toBe(joined.length <= 63);
      }),
    );
  });
});

describe("isServiceName", () => {
  it.each(["a", "a-b", "a1", "x".repeat(63)])("accepts '%s'", (text) => {
    expect(isServiceName(text)).toBe(true);
  });

  it.each(["", "1a", "-a", "a-", "A", "a.b", "x".repeat(64)])("refuses '%s'", (text) => {
    expect(isServiceName(text)).toBe(false);
  });
});

describe("isDnsSubdomain", () => {
  it.each(["a", "llm-keys", "a.b-c.1", "x".repeat(253)])("accepts '%s'", (text) => {
    expect(isDnsSubdomain(text)).toBe(true);
  });

  it.each(["", ".a", "a.", "a..b", "a.-b", "A", "a_b", "x".repeat(254)])("refuses '%s'", (text) => {
    expect(isDnsSubdomain(text)).toBe(false);
  });
});

describe("isVariableName", () => {
  it.each(["A", "_a", "API_KEY", "spring.profiles", "a-b", "a1", ".a", "a..b"])(
    "accepts '%s'",
    (text) => {
      expect(isVariableName(text)).toBe(true);
    },
  );

  it.each(["", "1A", "A B", "A=B", "ä", "A\n", ".", "..", "..a"])("refuses '%s'", (text) => {
    expect(isVariableName(text)).toBe(false);
  });
});

describe("isDataKey", () => {
  it.each(["a", "openai-api-key", "tls.crt", "_1", ".a", "a..", "x".repeat(253)])(
    "accepts '%s'",
    (text) => {
      expect(isDataKey(text)).toBe(true);
    },
  );

  it.each(["", "a/b", "a b", ".", "..", "..data", "x".repeat(254)])("refuses '%s'", (text) => {
    expect(isDataKey(text)).toBe(false);
  });
});

describe("isLabelKey", () => {
  it.each(["team", "a_b.c-D", "berth.dev/team", `${"x".repeat(63)}.io/${"y".repeat(63)}`])(
    "accepts '%s'",
    (text) => {
      expect(isLabelKey(text)).toBe(true);
    },
  );

  it.each(["", "/a", "a/", "a/b/c", "Berth.dev/a", "-a", "x".repeat(64), `${"x".repeat(254)}/a`])(
    "refuses '%s'",
    (text) => {
      expect(isLabelKey(text)).toBe(false);
    },
  );
});

describe("isLabelValue", () => {
  it.each(["", "a", "A_b.c-1", "x".repeat(63)])("accepts '%s'", (text) => {
    expect(isLabelValue(text)).toBe(true);
  });

  it.each([" ", "a b", "_a", "a.", "a/b", "x".repeat(64)])("refuses '%s'", (text) => {
    expect(isLabelValue(text)).toBe(false);
  });

  it("accepts every DNS label: names are used as values", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{0,70}$/), (text) => {
        fc.pre(isDnsLabel(text));
        expect(isLabelValue(text)).toBe(true);
      }),
    );
  });
});
