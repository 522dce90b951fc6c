// What tests read of the JSON on the wire. Every member is typed as if it were there: a test that
// reads one which is not gets undefined, and fails.

export interface WirePart {
  text: string;
  data: unknown;
  raw: string;
}

export interface WireMessage {
  messageId: string;
  role: string;
  parts: WirePart[];
}

export interface WireStatus {
  state: string;
  timestamp: string;
  message: WireMessage;
}

export interface WireTask {
  id: string;
  contextId: string;
  status: WireStatus;
  artifacts: { artifactId: string; parts: WirePart[] }[];
  history: WireMessage[];
}

export interface WireError {
  code: number;
  message: string;
}

/** The result of any method. */
export interface WireResult extends WireTask {
  task: WireTask;
  tasks: WireTask[];
  totalSize: number;
}

/** The answer to a call. */
export interface WireAnswer {
  result: WireResult;
  error: WireError;
}

/** An event of a stream. */
export interface WireEvent {
  task: WireTask;
  statusUpdate: { taskId: string; contextId: string; status: WireStatus };
  artifactUpdate: { taskId: string; contextId: string };
}
