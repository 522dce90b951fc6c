import { type AgentCardSettings, type MountedCard, toMountedCard } from "@berth/contract";
import { mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createCardSource } from "../../../agent-runtime/src/card/card-source.ts";
import { watchCardFile } from "../../../agent-runtime/src/card/card-file-watch.ts";
import { loadCards } from "../../../agent-runtime/src/card/load-card.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createManualClock } from "../manual-clock.ts";
import { createFolder } from "../process/runtime-process.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

const PERIOD_MS = 10;

const named = (name: string): AgentCardSettings => ({ ...smallestCard, name });
const toText = (name: string): string => JSON.stringify(named(name));

const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) {
    close();
  }
});

/** Follows a file, and keeps what comes of it. */
function follow(path: string): { names: string[]; log: RecordedLog } {
  const [names, log] = [[] as string[], createRecordedLog()];
  const onCard = ({ name }: MountedCard): Promise<void> => {
    names.push(name);
    return Promise.resolve();
  };
  const file = { path, setting: "--card" };
  open.push(watchCardFile({ file, periodMs: PERIOD_MS, onCard, log }));
  return { names, log };
}

/** The first look at a file comes in its own time, and is what the next one is compared with. */
async function writeUntilSeen(
  write: (count: number) => void,
  isSeen: () => boolean | Promise<boolean>,
) {
  await vi.waitFor(
    async () => {
      write(Date.now());
      expect(await isSeen()).toBe(true);
    },
    { interval: 3 * PERIOD_MS, timeout: 10_000 },
  );
}

describe("the file of a card", () => {
  it("is read again when it is written", async () => {
    const path = join(createFolder(), "card.json");
    writeFileSync(path, toText("old"));
    const { names, log } = follow(path);
    await writeUntilSeen(
      () => {
        writeFileSync(path, toText("new"));
      },
      () => names.includes("new"),
    );
    expect(log.messages("info")).toContain("The card has changed.");
  });

  it("is read again when an editor puts another one in its place", async () => {
    const folder = createFolder();
    const path = join(folder, "card.json");
    writeFileSync(path, toText("old"));
    const { names } = follow(path);
    await writeUntilSeen(
      (count) => {
        const draft = join(folder, `.card.json.${count}`);
        writeFileSync(draft, toText("new"));
        renameSync(draft, path);
      },
      () => names.includes("new"),
    );
  });

  it("is read again when a mount swaps the link above it", async () => {
    const folder = createFolder();
    const swap = (name: string, version: number): void => {
      const data = join(folder, `..${version}`);
      mkdirSync(data);
      writeFileSync(join(data, "card.json"), toText(name));
      symlinkSync(data, join(folder, "..next"));
      renameSync(join(folder, "..next"), join(folder, "..data"));
    };
    swap("old", 0);
    const path = join(folder, "card.json");
    symlinkSync(join("..data", "card.json"), path);
    const { names } = follow(path);
    await writeUntilSeen(
      (count) => {
        swap("new", count);
      },
      () => names.includes("new"),
    );
  });

  it("changes nothing while it is wrong or away, and each issue is told once", async () => {
    const path = join(createFolder(), "card.json");
    writeFileSync(path, toText("old"));
    const { names, log } = follow(path);
    const write = (change: object) => (): void => {
      writeFileSync(path, JSON.stringify({ ...named("new"), ...change }));
    };
    const hasErrors = (count: number) => () => log.messages("error").length >= count;
    await writeUntilSeen(write({ skills: [] }), hasErrors(1));
    await writeUntilSeen(write({ skills: [], version: "" }), hasErrors(2));
    unlinkSync(path);
    await vi.waitFor(() => {
      expect(log.messages("error")).toHaveLength(3);
    });
    await writeUntilSeen(write({}), () => names.length > 0);
    await writeUntilSeen(write({ skills: [] }), hasErrors(4));
    const skillsIssue = `The card (${path}): 'skills' must have at least one entry (A2A 1.0, section 5.7). The card stays as it was.`;
    expect(log.messages("error")).toEqual([
      skillsIssue,
      `The card (${path}): 'version' () must be a text that is not empty. The card stays as it was.`,
      expect.stringMatching(
        /^'--card' \(.*\) must be a file that can be read: Error: ENOENT.* The card stays as it was\.$/,
      ),
      skillsIssue,
    ]);
    expect(new Set(names)).toEqual(new Set(["new"]));
  });

  it("is of no interest after the end", async () => {
    const path = join(createFolder(), "card.json");
    writeFileSync(path, toText("old"));
    const { names } = follow(path);
    open.pop()?.();
    const second = follow(path);
    await writeUntilSeen(
      () => {
        writeFileSync(path, toText("new"));
      },
      () => second.names.includes("new"),
    );
    expect(names).toEqual([]);
  });
});

describe("the cards of an agent", () => {
  it("follow their files: callers get another card with another tag", async () => {
    const folder = createFolder();
    const [path, extendedCardFile] = [join(folder, "card.json"), join(folder, "extended.json")];
    writeFileSync(path, toText("old"));
    writeFileSync(extendedCardFile, toText("old extended"));
    const log = createRecordedLog();
    const told: string[] = [];
    const clock = createManualClock();
    const source = await createCardSource({
      cards: loadCards(
        { cardFile: { path, setting: "--card" } },
        { ...readConfig({}), extendedCardFile },
      ),
      url: "http://research.agents",
      isCompatOn: true,
      clock,
      log,
      onCard: ({ name }) => told.push(name),
      filePeriodMs: PERIOD_MS,
    });
    open.push(source.close);
    const context = { requestedVersion: "1.0", state: new Map() };
    const before = source.document;
    clock.advance(1000);
    await writeUntilSeen(
      () => {
        writeFileSync(path, toText("new"));
      },
      () => source.document.name === "new",
    );
    await writeUntilSeen(
      () => {
        writeFileSync(extendedCardFile, toText("new extended"));
      },
      async () => (await source.extended(context))?.name === "new extended",
    );
    expect(source.card).toEqual({
      ...toMountedCard(named("new")),
      capabilities: { ...source.card.capabilities, extendedAgentCard: true },
    });
    expect(told.slice(0, 2)).toEqual(["old", "new"]);
    expect(before.name).toBe("old");
  });

  it("stay as they are when the new one promises what there is not", async () => {
    const path = join(createFolder(), "card.json");
    writeFileSync(path, toText("old"));
    const log = createRecordedLog();
    const source = await createCardSource({
      cards: loadCards({ cardFile: { path, setting: "--card" } }, readConfig({})),
      url: "http://research.agents",
      isCompatOn: true,
      clock: createManualClock(),
      log,
      filePeriodMs: PERIOD_MS,
    });
    open.push(source.close);
    const promising = { ...named("new"), capabilities: { extendedAgentCard: true } };
    await writeUntilSeen(
      () => {
        writeFileSync(path, JSON.stringify(promising));
      },
      () => log.messages("error").length > 0,
    );
    expect(source.document.name).toBe("old");
    expect(log.messages("error")).toEqual([
      expect.stringMatching(/^'capabilities\.extendedAgentCard' \(true\) must be false/),
    ]);
  });
});
