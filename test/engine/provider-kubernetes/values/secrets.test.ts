import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedactor, REDACTED, secretPathsOf, secretTextsOf } from "./secrets.ts";

test("the whole payload of a Secret is secret, and so is the copy kubectl keeps of it", () => {
  const paths = secretPathsOf({ apiVersion: "v1", kind: "Secret" }, [["metadata", "labels", "a"]]);
  expect(paths).toEqual([
    ["metadata", "labels", "a"],
    ["data"],
    ["stringData"],
    ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
  ]);
});

test("a kind named Secret of another group has only the secrets its author marked", () => {
  expect(secretPathsOf({ apiVersion: "vault.example/v1", kind: "Secret" }, [["spec"]])).toEqual([
    ["spec"],
  ]);
});

test("the texts of a Secret are known with and without base64", () => {
  const object = {
    apiVersion: "v1",
    kind: "Secret",
    data: { a: "aGVsbG8=" },
    stringData: { b: "world" },
  };
  expect(secretTextsOf(object, secretPathsOf(object, []))).toEqual(
    new Set(["aGVsbG8=", "hello", "world", "d29ybGQ="]),
  );
});

test("a redacted message holds no long secret", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 8 }), { minLength: 1 }),
      fc.array(fc.string()),
      (secrets, parts) => {
        const redactor = createRedactor();
        redactor.learn(secrets);
        const clean = redactor.redact([...parts, ...secrets].join(" "));
        const found = secrets.filter(
          (secret) => clean.replaceAll(REDACTED, "").includes(secret) && !REDACTED.includes(secret),
        );
        expect(found).toEqual([]);
      },
    ),
  );
});

test("a short secret is redacted as a word, not as a part of one", () => {
  const redactor = createRedactor();
  redactor.learn(["pw.1", "80"]);
  expect(redactor.redact("login with pw.1 failed on 8080, port 80")).toBe(
    `login with ${REDACTED} failed on 8080, port ${REDACTED}`,
  );
});
