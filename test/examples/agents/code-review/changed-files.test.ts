import { describe, expect, it } from "vitest";
import { readChangedFiles } from "../../../../examples/agents/code-review/changed-files.ts";

describe("readChangedFiles", () => {
  it("numbers added lines as in the new file, across hunks and files", () => {
    const diff = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,4 @@
 one
-two
+zwei
+zweieinhalb
 three
@@ -10,2 +11,2 @@ function ten() {
 ten
-eleven
\\ No newline at end of file
+elf
\\ No newline at end of file
diff --git a/new.py b/new.py
new file mode 100644
index 0000000..3333333
--- /dev/null
+++ b/new.py
@@ -0,0 +1 @@
+print("new")
`;
    expect(readChangedFiles(diff)).toEqual([
      {
        path: "src/a.ts",
        added: [
          { line: 2, text: "zwei" },
          { line: 3, text: "zweieinhalb" },
          { line: 12, text: "elf" },
        ],
        removedLines: 2,
      },
      { path: "new.py", added: [{ line: 1, text: 'print("new")' }], removedLines: 0 },
    ]);
  });

  it("knows deleted, moved and binary files, in which nothing is added", () => {
    const diff = `diff --git a/gone.ts b/gone.ts
deleted file mode 100644
index 1111111..0000000
--- a/gone.ts
+++ /dev/null
@@ -1,2 +0,0 @@
-one
-two
diff --git a/old.ts b/new.ts
similarity index 100%
rename from old.ts
rename to new.ts
diff --git a/logo.png b/logo.png
index 1111111..2222222 100644
Binary files a/logo.png and b/logo.png differ
`;
    expect(readChangedFiles(diff)).toEqual([
      { path: "gone.ts", added: [], removedLines: 2 },
      { path: "new.ts", added: [], removedLines: 0 },
      { path: "logo.png", added: [], removedLines: 0 },
    ]);
  });

  it.each([
    ["", "The text is no unified diff: it has no file with changes. Send the output of git diff."],
    [
      "--- a heading\ntext\n",
      "The text is no unified diff: it has no file with changes. Send the output of git diff.",
    ],
    [
      "@@ -1 +1 @@\n-a\n+b\n",
      "There are changes before the first name of a file (a line that starts with '+++').\nThe diff is cut off or was edited. Send it as git diff prints it.",
    ],
    [
      "--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n-a\n+b\n+c\n--- a/b\n+++ b/b\n@@ -1,9 +1,9 @@ fn\n a\n-b\n+c\n+d\n",
      "'@@ -1,9 +1,9 @@ fn' of b must have 9 old and 9 new lines, and has 3 and 4.\nThe diff is cut off or was edited. Send it as git diff prints it.",
    ],
    [
      "--- a/a\n+++ b/a\n@@ -1,2 +1 @@\n a",
      "'@@ -1,2 +1 @@' of a must have 2 old and 1 new lines, and has 1 and 1.\nThe diff is cut off or was edited. Send it as git diff prints it.",
    ],
    [
      "--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a",
      "'@@ -1 +1,2 @@' of a must have 1 old and 2 new lines, and has 1 and 1.\nThe diff is cut off or was edited. Send it as git diff prints it.",
    ],
    [
      "diff --cc a\n--- a/a\n+++ b/a\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b\n",
      "This is the combined diff of a merge (@@@). Send one against a single parent, such as git diff main...HEAD.",
    ],
  ])("refuses %j and says what to send", (diff, message) => {
    expect(() => readChangedFiles(diff)).toThrow(
      expect.objectContaining({ name: "UnusableDiff", message }),
    );
  });

  it("takes an empty line for an unchanged one, since editors strip the space", () => {
    const diff = "--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n a\n\n+b\n";
    expect(readChangedFiles(diff)).toEqual([
      { path: "a", added: [{ line: 3, text: "b" }], removedLines: 0 },
    ]);
  });
});
