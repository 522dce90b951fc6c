import { type Finding, ok, problem, skipped, warning } from "../finding.js";
import { type HostKind, toHostKind } from "../../host-kind.js";
import { keepUrl } from "../../peers/keep-url.js";
import { askNothing } from "../probe.js";
import type { Survey } from "../survey.js";

const ADDRESS_REMEDY =
  "Set where callers reach the agent: AGENT_URL, or 'url' in the program; 'exposure' in the deployment.";

/** Do the addresses on the card lead to the agent? */
export async function checkInterfaces(survey: Survey): Promise<Finding[]> {
  const { card, options } = survey;
  if (card === undefined) {
    return [skipped("There is no card with addresses.")];
  }
  const kind = toHostKind(options.url);
  const entries = card.supportedInterfaces.filter(
    ({ url, protocolBinding }, index, all) =>
      all.findIndex((e) => e.url === url && e.protocolBinding === protocolBinding) === index,
  );
  return Promise.all(
    entries.map(({ protocolBinding, url }) => checkInterface(survey, kind, protocolBinding, url)),
  );
}

async function checkInterface(
  { options, probe }: Survey,
  from: HostKind,
  binding: string,
  url: string,
): Promise<Finding> {
  const parsed = URL.parse(url);
  if (parsed === null) {
    return problem(`The address of ${binding} on the card (${url}) is no URL.`, ADDRESS_REMEDY);
  }
  if (binding !== "JSONRPC" && binding !== "HTTP+JSON") {
    return skipped(`${binding} at ${url} is not looked at.`);
  }
  const to = toHostKind(url);
  if (to === "loopback" && from !== "loopback") {
    return problem(
      `The card leads ${binding} callers to ${url}: to their own machine.`,
      ADDRESS_REMEDY,
    );
  }
  const answer = await askNothing(probe, binding, url);
  if (answer.isAnswer) {
    return ok(`${binding} answers at ${url}.`);
  }
  const what = `${binding} at ${url}, as the card says, is not reached from here: ${answer.reason}.`;
  if (to === "cluster" && from !== "cluster") {
    const kept = keepUrl(options.url, url);
    const { isAnswer } = await askNothing(probe, binding, kept);
    return isAnswer && from === "loopback"
      ? ok(`${binding} answers at ${kept}, and in the cluster at ${url}, as the card says.`)
      : warning(
          what,
          "That is right for callers within the cluster. For others, expose the agent: its card then names a public address.",
        );
  }
  return problem(what, ADDRESS_REMEDY);
}
