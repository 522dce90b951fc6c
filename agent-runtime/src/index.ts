// What runs inside the pod of an agent. A name added here is public.
export {
  createDrain,
  type Drain,
  type DrainClock,
  type DrainOptions,
  type DrainState,
  type WorkKind,
} from "./drain.js";
