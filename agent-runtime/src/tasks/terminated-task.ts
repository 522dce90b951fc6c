/** What a caller reads of a task that ended with its process. */
export const TERMINATED_TEXT =
  "The agent had to go away before the task was done. Send the message again: another replica takes it.";

/** What programs read of it, in the metadata of its last message. */
export const TERMINATED = { reason: "POD_TERMINATED", retryable: true } as const;
