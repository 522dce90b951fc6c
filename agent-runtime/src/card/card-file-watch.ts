import { type MountedCard, SettingsError } from "@berth/contract";
import { unwatchFile, watchFile } from "node:fs";
import type { AgentLog } from "../agent-task.js";
import { type CardFile, readCardFile } from "./load-card.js";

/** How often the file of a card is looked at, in milliseconds. */
const CARD_FILE_PERIOD_MS = 1_000;

export interface CardFileWatchOptions {
  file: CardFile;
  /** How often the file is looked at, in milliseconds. */
  periodMs: number | undefined;
  /**
   * Takes the card that the file has now.
   *
   * @throws SettingsError when it cannot be served.
   */
  onCard: (card: MountedCard) => Promise<void>;
  log: AgentLog;
}

/**
 * Follows the file of a card. The returned function ends that.
 *
 * It looks at the path once in a while rather than being told of changes: editors put another file
 * in its place, mounts swap a link above it, and some file systems tell nothing. The process ends
 * without regard to it. A file that is wrong changes nothing; each issue is logged once.
 */
export function watchCardFile(options: CardFileWatchOptions): () => void {
  const { file, log, onCard, periodMs: interval = CARD_FILE_PERIOD_MS } = options;
  const told = new Set<string>();
  const tell = (reason: string): void => {
    if (!told.has(reason)) {
      told.add(reason);
      log.error({ file: file.path }, `${reason} The card stays as it was.`);
    }
  };
  const reload = async (): Promise<void> => {
    try {
      await onCard(readCardFile(file.path, file.setting));
      told.clear();
      log.info({ file: file.path }, "The card has changed.");
    } catch (error) {
      const reasons =
        error instanceof SettingsError
          ? error.issues.map(({ reason }) => reason)
          : [`The card (${file.path}) cannot be served: ${String(error)}.`];
      reasons.forEach(tell);
    }
  };
  const onChange = (): void => void reload();
  watchFile(file.path, { persistent: false, interval }, onChange);
  return () => {
    unwatchFile(file.path, onChange);
  };
}
