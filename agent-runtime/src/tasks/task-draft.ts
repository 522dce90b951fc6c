import type { Artifact, Task, TaskArtifactUpdateEvent, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import { joinParts, withStatus } from "./task-record.js";

/** The record of a task while it is worked on. */
export interface TaskDraft {
  /**
   * The record as it is now, for whoever keeps it: it never changes. It is made when it is asked
   * for, at most once for each change.
   */
  getTask: () => Task;
  /** The record for whoever reads it at once: its lists go on growing. */
  getLive: () => Task;
  setStatus: (update: TaskStatusUpdateEvent) => void;
  /** Adds an artifact, or more parts to one that is there. */
  setArtifact: (update: TaskArtifactUpdateEvent) => void;
  hasArtifact: (id: string) => boolean;
}

/**
 * Makes a draft of a record. What is appended costs as much as it is long, however much there is
 * already: an agent may hand over every word by itself.
 */
export function createTaskDraft(begun: Task): TaskDraft {
  // Its lists are those of `begun` until the first artifact.
  let live = begun;
  let snapshot: Task | undefined = begun;
  let artifacts: Map<string, DraftedArtifact> | undefined;

  const getArtifacts = (): Map<string, DraftedArtifact> => {
    if (artifacts === undefined) {
      live = { ...live, artifacts: [...live.artifacts] };
      artifacts = new Map(
        live.artifacts.map((kept, index) => [
          kept.artifactId,
          { index, live: kept, snapshot: kept, isOwn: false },
        ]),
      );
    }
    return artifacts;
  };
  const append = (drafted: DraftedArtifact, { parts }: Artifact): void => {
    if (!drafted.isOwn) {
      drafted.live = { ...drafted.live, parts: [...drafted.live.parts] };
      drafted.isOwn = true;
      live.artifacts[drafted.index] = drafted.live;
    }
    joinParts(drafted.live.parts, parts);
    drafted.snapshot = undefined;
  };
  const takeSnapshot = (): Task =>
    artifacts === undefined
      ? live
      : { ...live, artifacts: Array.from(artifacts.values(), toSnapshot) };

  return {
    getTask: () => (snapshot ??= takeSnapshot()),
    getLive: () => live,
    setStatus: (update) => {
      live = withStatus(live, update);
      snapshot = undefined;
    },
    setArtifact: ({ artifact, append: isMore }) => {
      if (artifact === undefined) {
        return;
      }
      const all = getArtifacts();
      const drafted = isMore ? all.get(artifact.artifactId) : undefined;
      if (drafted !== undefined) {
        append(drafted, artifact);
      } else {
        const index = live.artifacts.push(artifact) - 1;
        all.set(artifact.artifactId, {
          index,
          live: artifact,
          snapshot: artifact,
          isOwn: false,
        });
      }
      snapshot = undefined;
    },
    hasArtifact: (id) => getArtifacts().has(id),
  };
}

/** An artifact that may grow. */
interface DraftedArtifact {
  index: number;
  live: Artifact;
  /** What never changes, when it is there. */
  snapshot: Artifact | undefined;
  /** The list of parts is the draft's own. */
  isOwn: boolean;
}

function toSnapshot(drafted: DraftedArtifact): Artifact {
  drafted.snapshot ??= { ...drafted.live, parts: [...drafted.live.parts] };
  return drafted.snapshot;
}
