import { z } from "zod";

const GIVEN_RULE = "must be a text that is not empty.";
const URL_RULE = "must be an absolute http or https URL.";
const MEDIA_TYPE_RULE = "must be a media type, such as 'text/plain' or 'application/json'.";

/** A token of RFC 9110, on both sides of the slash; parameters may follow. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(\s*;.+)?$/;

/** The schema of a text that says something. */
export const given = z.string(GIVEN_RULE).refine((text) => text.trim() !== "", GIVEN_RULE);

/** The schema of a URL that other machines can follow. */
export const url = z.url({ protocol: /^https?$/, error: URL_RULE });

/** The schema of a media type. */
export const mediaType = z
  .string(MEDIA_TYPE_RULE)
  .refine((text) => MEDIA_TYPE.test(text), MEDIA_TYPE_RULE);
