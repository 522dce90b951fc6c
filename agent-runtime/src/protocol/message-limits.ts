/** The numbers of a proto are no larger. */
export const MAX_INT32 = 2 ** 31 - 1;

/** How long an id may be. Ids are kept for a while, of messages also when their task is gone. */
export const MAX_ID_LENGTH = 512;

/**
 * How many entries a list may have. Millions fit a body of a few megabytes, and to say of each what is
 * wrong with it would hold up everybody else for a minute.
 */
export const MAX_ENTRIES = 1_000;
