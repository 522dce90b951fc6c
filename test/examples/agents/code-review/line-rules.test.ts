import { describe, expect, it } from "vitest";
import { LINE_RULES } from "../../../../examples/agents/code-review/line-rules.ts";

function findBroken(text: string, path: string): string[] {
  return LINE_RULES.filter(({ check }) => check(text, path) !== undefined).map(({ id }) => id);
}

// A secret of a known form in one piece would alarm the scanners of those who keep this repository.
const AWS_KEY = ["AKIA", "ABCDEFGH12345678"].join("");
const GITHUB_TOKEN = `ghp_${"a1B2".repeat(9)}`;
const SLACK_TOKEN = ["xoxb", "1234567890", "abc"].join("-");
const WEB_TOKEN = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0In0", "x"].join(".");

describe("a line breaks the rule", () => {
  it.each([
    ["secret", "config.yaml", `key: ${AWS_KEY}`],
    ["secret", "a.sh", `curl -H "Authorization: Bearer ${GITHUB_TOKEN}"`],
    ["secret", "a.sh", `SLACK=${SLACK_TOKEN}`],
    ["secret", ".npmrc", `_authToken=npm_${"a1B2".repeat(9)}`],
    ["secret", "a.txt", WEB_TOKEN],
    ["secret", "id_rsa", ["-----BEGIN", "RSA", "PRIVATE", "KEY-----"].join(" ")],
    ["secret", "a.py", `DB_PASSWORD = 'corr3ct-h0rse'`],
    ["secret", "a.json", `"apiKey": "0123456789abcdef"`],
    ["secret", "a.go", "clientSecret := `0123456789abcdef`"],
    ["conflict-marker", "a.md", "<<<<<<< HEAD"],
    ["conflict-marker", "a.md", ">>>>>>> main"],
    ["focused-test", "a.test.ts", `it.only("works", () => {`],
    ["focused-test", "a.spec.js", `fdescribe("it", () => {`],
    ["disabled-test", "a.test.ts", `describe.skip("works", () => {`],
    ["disabled-test", "a.test.js", `xit("works", () => {`],
    ["disabled-test", "test_a.py", `@pytest.mark.skipif(windows)`],
    ["disabled-test", "a_test.go", `\tt.Skip("later")`],
    ["disabled-test", "ATest.java", `  @Disabled("later")`],
    ["disabled-test", "a_spec.rb", `  xit "works" do`],
    ["disabled-test", "a.rs", `    #[ignore]`],
    ["swallowed-error", "a.ts", `} catch { }`],
    ["swallowed-error", "a.js", `try { run(); } catch (error) {}`],
    ["swallowed-error", "A.java", `} catch (IOException e) {}`],
    ["swallowed-error", "a.py", `except ValueError: pass`],
    ["debug-output", "a.tsx", `  console.log(user);`],
    ["debug-output", "a.mts", `debugger;`],
    ["debug-output", "a.py", `    print(user)`],
    ["debug-output", "a.py", `import pdb; pdb.set_trace()`],
    ["debug-output", "a.go", `\tspew.Dump(user)`],
    ["debug-output", "A.kt", `error.printStackTrace()`],
    ["debug-output", "a.rb", `binding.pry`],
    ["debug-output", "a.rs", `let a = dbg!(b);`],
    ["debug-output", "a.php", `var_dump($user);`],
    ["todo-without-owner", "a.md", `TODO: write this`],
    ["todo-without-owner", "a.c", `/* FIXME() */`],
    ["long-line", "a.ts", "x".repeat(121)],
  ])("%s in %s: %s", (rule, path, text) => {
    expect(findBroken(text, path)).toEqual([rule]);
  });
});

describe("a line passes", () => {
  it.each([
    ["a password from the environment", "a.ts", "password: process.env.PASSWORD,"],
    ["a password that is put in later", "a.yaml", `password: "\${DB_PASSWORD}"`],
    ["a template of Helm", "a.yaml", `token: "{{ .Values.token }}"`],
    ["a stand-in for a key", "a.md", `api_key = "<your key here>"`],
    ["a word about passwords", "a.ts", `const passwordHint = "Ask the person next to you";`],
    ["a short text", "a.ts", `const token = "abc";`],
    ["a heading underlined as a marker is", "a.rst", "======="],
    ["a call of a method that is named as a focused test", "a.ts", `model.fit(data);`],
    ["a model that is fitted in Python", "a.py", `fit(data)`],
    ["an error that is handled", "a.ts", `} catch (error) { report(error); }`],
    ["output where no rule knows the language", "a.txt", `console.log("x")`],
    ["a word that ends as print does", "a.py", `blueprint(user)`],
    ["a TODO with an owner", "a.ts", `// TODO(mira): write this`],
    ["a TODO with an issue", "a.ts", `// TODO: write this, see #12`],
    ["a TODO with an address", "a.ts", `// TODO https://example.com/issues/12`],
    ["a word with a TODO in it", "a.ts", `const TODOS = [];`],
    ["a line of 120 characters", "a.ts", "x".repeat(120)],
    ["a long line of prose", "a.md", "x".repeat(121)],
  ])("%s", (_, path, text) => {
    expect(findBroken(text, path)).toEqual([]);
  });

  it("when only its length can be wrong, because nobody wrote it by hand", () => {
    const text = `console.log(1); // TODO ${"x".repeat(1000)} password = "corr3ct-h0rse"`;
    expect(findBroken(text, "a.js")).toEqual(["long-line"]);
  });
});

it("never repeats a secret", () => {
  const messages = LINE_RULES.map(({ check }) => check(`key = "${AWS_KEY}"`, "a.ts"));
  expect(messages.join("\n")).toContain("an access key of AWS");
  expect(messages.join("\n")).not.toContain(AWS_KEY);
});
