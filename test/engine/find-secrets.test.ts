import { symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findSecrets, toBase64Fragments } from "./find-secrets.ts";
import { createTestFolder } from "./test-folder.ts";

test("files with a secret are listed, whether it is plain or encoded", async () => {
  const folder = await createTestFolder({
    "state/plain.json": '{ "token": "hunter2hunter2" }',
    "state/encoded.json": Buffer.from("user:hunter2hunter2").toString("base64"),
    "state/clean.json": '{ "token": "hunter3" }',
  });

  expect(await findSecrets(folder, ["nobody-has-this", "hunter2hunter2"])).toEqual([
    "state/encoded.json",
    "state/plain.json",
  ]);
});

test("a linked folder is not searched", async () => {
  const elsewhere = await createTestFolder({ "plain.json": "hunter2hunter2" });
  const folder = await createTestFolder({ "clean.json": "" });
  await symlink(elsewhere, join(folder, "link"));

  expect(await findSecrets(folder, ["hunter2hunter2"])).toEqual([]);
});

test("a secret is found in base64 data whatever stands before and after it", () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.string({ minLength: 4 }),
      fc.uint8Array(),
      (before, secret, after) => {
        const data = Buffer.concat([before, Buffer.from(secret), after]).toString("base64");

        expect(toBase64Fragments(secret).some((fragment) => data.includes(fragment))).toBe(true);
      },
    ),
  );
});
