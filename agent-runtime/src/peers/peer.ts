import type { TaskPart, TaskState } from "../agent-task.js";

/** The agents that this one may call. */
export interface Peers {
  /** Their names. */
  readonly names: readonly string[];
  /**
   * Returns the client of a peer.
   *
   * @throws UnknownPeerError when there is no peer of that name; the message has those there are.
   */
  get: (name: string) => PeerClient;
}

/** What is sent to a peer. */
export interface PeerMessage {
  /** At least one. */
  parts: readonly TaskPart[];
  /** The task that the message answers, when the peer asked for input. */
  taskId?: string;
  /** The conversation that the message belongs to. */
  contextId?: string;
}

/** How a peer is called. */
export interface PeerCallOptions {
  /**
   * Gives up when it is aborted, and cancels what the peer works on. The signal of the own task does
   * so in any case.
   */
  signal?: AbortSignal;
  /**
   * How many milliseconds the answer may take at most. Then the caller gives up with a DOMException by the
   * name of TimeoutError, and cancels what the peer works on. The peer is told by the header
   * `berth-timeout-ms`: one that is served by this package fails its task by then, also when its caller has
   * gone. What is left of the time of the own task holds in any case. Defaults to that, or else to as long
   * as it takes.
   */
  timeoutMs?: number;
}

/** A result of a peer. */
export interface PeerArtifact {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly parts: readonly TaskPart[];
}

/** A peer took the task, or its state changed. `text` is what the peer says about it. */
export interface PeerStatusEvent {
  readonly type: "status";
  readonly taskId: string;
  readonly contextId: string;
  readonly state: TaskState;
  readonly text: string;
}

/** A peer handed out a result, or more of one. */
export interface PeerArtifactEvent {
  readonly type: "artifact";
  readonly taskId: string;
  readonly contextId: string;
  /** The artifact, or the parts that are appended to it. */
  readonly artifact: PeerArtifact;
  readonly append: boolean;
  readonly last: boolean;
}

/** A peer answered without a task. */
export interface PeerMessageEvent {
  readonly type: "message";
  readonly contextId: string;
  readonly parts: readonly TaskPart[];
  readonly text: string;
}

/** What a peer tells while it works. */
export type PeerEvent = PeerStatusEvent | PeerArtifactEvent | PeerMessageEvent;

/** What a peer has answered in the end. */
export interface PeerAnswer {
  /** Missing when the peer answered without a task. */
  readonly taskId?: string;
  readonly contextId: string;
  /** The last state. An answer without a task counts as `COMPLETED`. */
  readonly state: TaskState;
  /** What the peer said last. */
  readonly text: string;
  readonly artifacts: readonly PeerArtifact[];
}

/** Sends messages to one peer. */
export interface PeerClient {
  readonly name: string;
  readonly url: string;
  /**
   * Sends a message and yields what the peer answers, as it comes.
   *
   * @throws PeerError when the peer cannot be reached or refuses the message.
   */
  stream: (message: PeerMessage, options?: PeerCallOptions) => AsyncIterable<PeerEvent>;
  /**
   * Sends a message and waits for the end of the answer, whatever its state.
   *
   * @throws PeerError when the peer cannot be reached or refuses the message.
   */
  ask: (message: PeerMessage, options?: PeerCallOptions) => Promise<PeerAnswer>;
}
