import { TaskState as WireState } from "@a2a-js/sdk";
import type { TaskState } from "../agent-task.js";

const WIRE_STATES = {
  SUBMITTED: WireState.TASK_STATE_SUBMITTED,
  WORKING: WireState.TASK_STATE_WORKING,
  COMPLETED: WireState.TASK_STATE_COMPLETED,
  FAILED: WireState.TASK_STATE_FAILED,
  CANCELED: WireState.TASK_STATE_CANCELED,
  INPUT_REQUIRED: WireState.TASK_STATE_INPUT_REQUIRED,
  REJECTED: WireState.TASK_STATE_REJECTED,
  AUTH_REQUIRED: WireState.TASK_STATE_AUTH_REQUIRED,
} as const satisfies Record<TaskState, WireState>;

const STATES = new Map<WireState, TaskState>(
  (Object.entries(WIRE_STATES) as [TaskState, WireState][]).map(([state, wire]) => [wire, state]),
);

const TERMINAL_STATES: readonly TaskState[] = ["COMPLETED", "FAILED", "CANCELED", "REJECTED"];
const INTERRUPTED_STATES: readonly TaskState[] = ["INPUT_REQUIRED", "AUTH_REQUIRED"];

/** The states in which nobody works on a task: it has ended, or waits for its caller. */
export const IDLE_STATES: readonly TaskState[] = [...TERMINAL_STATES, ...INTERRUPTED_STATES];

/** The state on the wire. */
export function toWireState(state: TaskState): WireState {
  return WIRE_STATES[state];
}

/** The state that is meant by one on the wire. An unknown one counts as submitted. */
export function fromWireState(state: WireState | undefined): TaskState {
  return STATES.get(state ?? WireState.TASK_STATE_UNSPECIFIED) ?? "SUBMITTED";
}

/** True when nothing changes the task any more. */
export function isTerminal(state: TaskState): boolean {
  return TERMINAL_STATES.includes(state);
}

/** True when nobody works on the task: it has ended, or waits for its caller. */
export function isIdle(state: TaskState): boolean {
  return IDLE_STATES.includes(state);
}
