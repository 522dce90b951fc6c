// The components and what their args are made of. A name added here is public.
export { AgentNamespace } from "./agent-namespace/agent-namespace.js";
export { type AgentNamespaceArgs } from "./agent-namespace/args.js";
