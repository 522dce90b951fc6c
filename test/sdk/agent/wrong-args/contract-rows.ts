import { card } from "../settings.ts";
import { type WrongArgs, wrong } from "./row.ts";

const jwt = { issuer: "https://login.example.com", audiences: ["agents"] };
const apiKey = { name: "billing", secretName: "callers", key: "billing" };

/** Args that break rules of the contract: told by the paths that a person wrote. */
export const CONTRACT_ROWS: WrongArgs[] = [
  wrong(
    "a card without a skill",
    { card: { ...card, skills: [] } },
    "'card.skills' must have at least one entry (A2A 1.0, section 5.7).",
  ),
  wrong("no card", { card: undefined }, "'card' must be given."),
  wrong("a card that is no object", { card: "card.json" }, "'card' must be an object."),
  wrong("no image", { image: undefined }, "'image' must be given."),
  wrong("an unknown argument", { images: "a:1" }, "'images' is not a known property. Remove it."),
  wrong(
    "unknown arguments within others",
    {
      drain: { maxSeconds: 5 },
      scaling: { min: 1 },
      probes: { liveness: { successThreshold: 2 } },
      network: { allowTo: [{ namespace: "a", host: "b" }] },
      auth: { apiKeys: [{ ...apiKey, file: "/etc/passwd" }] },
    },
    "'scaling.min' is not a known property. Remove it.",
    "'probes.liveness.successThreshold' is not a known property. Remove it.",
    "'network.allowTo[0].host' is not a known property. Remove it.",
    "'drain.maxSeconds' is not a known property. Remove it.",
    "'auth.apiKeys[0].file' is not a known property. Remove it.",
  ),
  wrong(
    "a drain that no grace period can hold",
    { drain: { maxTaskSeconds: 3_000_000 } },
    "'drain.maxTaskSeconds' (3000000) must leave the grace period at most 2147483 s: with 'acceptWindowSeconds' (5) and 'marginSeconds' (15) it is 3000020 s. Lower it.",
  ),
  wrong("a drain that is no object", { drain: 60 }, "'drain' must be an object."),
  wrong(
    "a mode where its object belongs",
    { runtime: "Embedded" },
    "'runtime' (Embedded) must be an object.",
  ),
  wrong(
    "a peer that is no object",
    { peers: ["research"] },
    "'peers[0]' (research) must be an object.",
  ),
  wrong("a peer that is null", { peers: [null] }, "'peers[0]' (null) must be an object."),
  {
    ...wrong("a peer that is not there", { peers: [undefined] }, "'peers[0]' must be given."),
    onlyInTypeScript: "what is undefined arrives as null",
  },
  wrong("a list where a map belongs", { env: ["a"] }, "'env' must be an object."),
  wrong(
    "a map where a list belongs",
    { envFrom: { configMapName: "settings" } },
    "'envFrom' must be a list.",
  ),
  wrong(
    "a text where yes or no belongs",
    { network: { policy: "no" }, pod: { doNotDisrupt: "yes" } },
    "'network.policy' (no) must be true or false.",
    "'pod.doNotDisrupt' (yes) must be true or false.",
  ),
  wrong(
    "authentication that nobody can pass",
    { auth: {} },
    "'auth' must have at least one of 'jwt', 'serviceAccountTokens' and 'apiKeys'.",
  ),
  wrong("authentication that is a text", { auth: "none" }, "'auth' (none) must be an object."),
  wrong(
    "authentication of which every part is wrong",
    {
      auth: {
        jwt: [{ ...jwt, issuer: "login", audiences: "agents", requiredScopes: ["a b"] }],
        serviceAccountTokens: { audiences: ["agents"], allowed: [] },
        apiKeys: [
          { ...apiKey, name: "a b", header: "Authorization" },
          { ...apiKey, name: 5 },
        ],
      },
    },
    "'auth.jwt[0].audiences' (agents) must be a list.",
    "'auth.apiKeys[1].name' (5) must be a text.",
    "'auth.jwt[0].requiredScopes[0]' (a b) must be a scope: printable characters, no space, no quote, no backslash.",
    "'auth.jwt[0].issuer' (login) must be an absolute http or https URL, unless 'jwksUrl' is given.",
    "'auth.serviceAccountTokens.allowed' must have at least one entry. Leave it out to admit every service account.",
    "'auth.apiKeys[0].name' (a b) must be 1 to 63 letters, digits, '.', '_' and '-'.",
    "'auth.apiKeys[0].header' (Authorization) must be the name of a header, other than 'Authorization', which has tokens.",
  ),
  wrong(
    "two issuers of one name, and one that is no URL",
    { auth: { jwt: [jwt, jwt, { ...jwt, issuer: "login" }] } },
    "'auth.jwt[2].issuer' (login) must be an absolute http or https URL, unless 'jwksUrl' is given.",
    "'auth.jwt[1].issuer' (https://login.example.com) must differ from 'jwt[0].issuer'.",
  ),
];
