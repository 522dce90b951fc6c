import type { Peers } from "./peers/peer.js";

/**
 * The states of a task (A2A 1.0, section 4.1.3), without the prefix `TASK_STATE_` of the wire.
 *
 * `COMPLETED`, `FAILED`, `CANCELED` and `REJECTED` end a task.
 */
export type TaskState =
  | "SUBMITTED"
  | "WORKING"
  | "COMPLETED"
  | "FAILED"
  | "CANCELED"
  | "INPUT_REQUIRED"
  | "REJECTED"
  | "AUTH_REQUIRED";

/** A piece of content. Exactly one of `text`, `data`, `raw` and `url` is given. */
export interface TaskPart {
  text?: string;
  /** Any JSON value. */
  data?: unknown;
  /** The bytes of a file. */
  raw?: Uint8Array;
  /** Where the content of a file is. */
  url?: string;
  /** What the content is, such as `text/csv`. */
  mediaType?: string;
  /** The name of the file. */
  filename?: string;
}

/** A message of a task. */
export interface TaskMessage {
  readonly messageId: string;
  /** `user` is the caller, `agent` is this agent. */
  readonly role: "user" | "agent";
  readonly parts: readonly TaskPart[];
  /** All text parts, joined by newlines. */
  readonly text: string;
}

/** A result of a task. */
export interface TaskArtifact {
  /** Names the artifact within the task. Made up when it is not given. */
  id?: string;
  name?: string;
  description?: string;
  /** At least one. */
  parts: readonly TaskPart[];
}

/** Writes what happens into the log of the process, with the task it belongs to. */
export interface AgentLog {
  debug: LogFunction;
  info: LogFunction;
  warn: LogFunction;
  error: LogFunction;
}

/** Takes a message, or facts and a message. */
export interface LogFunction {
  (message: string): void;
  (facts: object, message?: string): void;
}

/**
 * The task that an executor works on.
 *
 * Once the task has ended or waits for input, every method that would change it throws a
 * `TaskEndedError`: also when somebody else ended it, so that the work stops.
 */
export interface AgentTask {
  readonly id: string;
  /** Tasks of one conversation share it. */
  readonly contextId: string;
  /** What the caller sent. */
  readonly message: TaskMessage;
  /** The earlier messages of the task, oldest first. Empty unless the task asked for input. */
  readonly history: readonly TaskMessage[];
  /**
   * The media types that the caller can take, such as `text/plain`; empty when it takes any (A2A
   * 1.0, section 3.2.2).
   */
  readonly acceptedOutputModes: readonly string[];
  /**
   * Aborted when the work is to stop: the task is cancelled, its time is over, or the process cannot
   * wait for it any longer. Also aborted when the executor has not returned 10 seconds after its
   * task ended or asked for input: from then on nobody waits for it.
   */
  readonly signal: AbortSignal;
  /** The agents that this one may call. */
  readonly peers: Peers;
  readonly log: AgentLog;
  /** Tells the caller how the work goes on. */
  report: (text: string) => void;
  /** Hands a result to the caller and returns its id. */
  addArtifact: (artifact: TaskArtifact) => string;
  /**
   * Hands more of a result to the caller. Readers of the stream get the parts as they are given; in
   * the task, a text goes on in the last part when that is a text of the same media type and file
   * name, so that a result that comes word by word is one text in the end.
   */
  appendToArtifact: (
    id: string,
    parts: readonly TaskPart[],
    options?: AppendToArtifactOptions,
  ) => void;
  /** Ends the task as `COMPLETED`. Returning from the executor does the same, without a text. */
  complete: (text?: string) => void;
  /** Ends the task as `FAILED`. */
  fail: (text: string) => void;
  /** Ends the task as `REJECTED`: the agent does not do such things. */
  reject: (text: string) => void;
  /** Asks the caller for more. The executor returns, and is called again with the answer. */
  askForInput: (text: string) => void;
  /**
   * Asks the caller to show, outside of this task, that it may have what it asks for: by the link in
   * the text, say (A2A 1.0, section 7.6). The executor returns, and is called again when the caller
   * writes that it has.
   */
  askForAuthorization: (text: string) => void;
}

/** How parts are appended to a result. */
export interface AppendToArtifactOptions {
  /** Nothing more is appended. Defaults to false. */
  last?: boolean;
}

/**
 * Works on a task.
 *
 * Returning completes the task unless it has ended or asked for input; throwing fails it, and only
 * the log learns why. Where the server has `maxExecutionSeconds`, an executor that takes longer fails
 * its task and is told by its signal; each answer to a question has the time anew.
 */
export type AgentExecutor = (task: AgentTask) => Promise<void> | void;
