import { describe, expect, it } from "vitest";
import { CommandError, runCommand } from "./command.ts";

async function failureOf(script: string, timeoutSeconds?: number): Promise<CommandError> {
  const error: unknown = await runCommand(["sh", "-c", script], { timeoutSeconds }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CommandError);
  return error as CommandError;
}

describe("a command", () => {
  it("is given its input, folder and added environment, and returns both outputs", async () => {
    const script = 'cat; echo " in $PWD with $WORD"; echo complaint >&2';
    expect(
      await runCommand(["sh", "-c", script], {
        input: "words",
        cwd: "/",
        environment: { WORD: "another" },
      }),
    ).toEqual({ stdout: "words in / with another\n", stderr: "complaint\n" });
  });

  it("that fails is told with its exit code and the last of what it complained", async () => {
    const error = await failureOf("seq 100 >&2; echo result; exit 7");
    expect(error).toMatchObject({ exitCode: 7, stdout: "result\n" });
    const [title = "", ...lines] = error.message.split("\n");
    expect(title).toMatch(/^sh -c .*: exit code 7$/);
    expect(lines).toEqual(Array.from({ length: 15 }, (_, index) => String(86 + index)));
  });

  it("that fails without a complaint is told with the last of what it printed", async () => {
    expect((await failureOf("echo half done; exit 1")).message).toMatch(
      /: exit code 1\nhalf done$/,
    );
  });

  it("that takes too long is ended, and the limit is told", async () => {
    expect((await failureOf("exec sleep 60", 0.1)).message).toMatch(/: no end after 0.1 s$/);
  });

  it("may leave its input unread", async () => {
    const input = "x".repeat(1_000_000);
    expect(await runCommand(["true"], { input })).toEqual({ stdout: "", stderr: "" });
  });
});
