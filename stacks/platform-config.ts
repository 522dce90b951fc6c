import { z } from "zod";

/**
 * What a platform is told by its `Pulumi.<stack>.yaml`: the args of an AgentPlatform, whose rules are
 * applied to them.
 */
export const platformConfigShape = {
  namespace: z.string().optional(),
  prometheus: z.looseObject({}).default({ install: true }),
  scaling: z.looseObject({}).optional(),
  alerts: z.looseObject({}).optional(),
};
