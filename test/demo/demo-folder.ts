import { join } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";

/** What the demo keeps between runs, in the work tree: with the clone it is gone. */
const DEMO_FOLDER = join(ROOT_FOLDER, ".berth", "demo");

/** Where things of the demo are. */
export const DEMO_PATHS = {
  folder: DEMO_FOLDER,
  /** What images are built from. */
  images: join(DEMO_FOLDER, "images"),
  /** The backend of Pulumi. */
  state: join(DEMO_FOLDER, "state"),
  /** `PULUMI_HOME`. */
  pulumiHome: join(DEMO_FOLDER, "pulumi-home"),
  /** A copy of the repository's: for what writes its configuration beside the project. */
  project: join(DEMO_FOLDER, "Pulumi.yaml"),
  /** The configuration of the stack, so that the one of the repository stays as it is. */
  stackConfig: join(DEMO_FOLDER, "Pulumi.dev.yaml"),
  /** The one context of the user's kubeconfig that `--context` names. */
  kubeconfig: join(DEMO_FOLDER, "kubeconfig"),
  /** Which cluster the demo is on. */
  record: join(DEMO_FOLDER, "demo.json"),
  /** Variables to be sourced by a shell. */
  environment: join(DEMO_FOLDER, "env"),
};
