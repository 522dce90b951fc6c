import fc from "fast-check";

type Members = Record<string, unknown>;

/** A manifest, and two overrides whose members have the same types. */
export interface MergeCase {
  manifest: Members;
  overrides: [Members, Members];
}

/** Any text that is no directive, `constructor` and `__proto__` among them. */
const text = fc.oneof(
  fc.string({ maxLength: 4 }).filter((value) => !value.startsWith("$")),
  fc.constantFrom("constructor", "__proto__", "name"),
);

const number = fc.integer({ min: 0, max: 3 });

/** Few names, so that manifest and override meet. */
const name = fc.constantFrom("a", "b", "c");

function members(withNull: boolean, shape: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([member, value]) => [
        member,
        withNull ? fc.option(value, { freq: 3 }) : value,
      ]),
    ),
    { requiredKeys: [] },
  );
}

/** Elements that are told apart by a member. */
function elements(key: string, keyValue: fc.Arbitrary<unknown>, rest: fc.Arbitrary<object>) {
  return fc.array(
    fc.tuple(keyValue, rest).map(([value, others]) => ({ [key]: value, ...others })),
    { maxLength: 3 },
  );
}

function texts(withNull: boolean) {
  return fc.dictionary(text, withNull ? fc.option(text, { freq: 3 }) : text, { maxKeys: 3 });
}

function podSpec(withNull: boolean) {
  const env = elements("name", name, members(withNull, { value: text }));
  const ports = elements("containerPort", number, members(withNull, { name: text }));
  const container = members(withNull, {
    image: text,
    args: fc.array(text, { maxLength: 2 }),
    env,
    ports,
    resources: members(withNull, { limits: texts(withNull) }),
  });
  return members(withNull, {
    containers: elements("name", name, container),
    volumes: elements("name", name, members(withNull, { emptyDir: texts(withNull) })),
    tolerations: fc.array(members(false, { key: text }), { maxLength: 2 }),
    nodeSelector: texts(withNull),
    terminationGracePeriodSeconds: number,
  });
}

function deployment(withNull: boolean): fc.Arbitrary<Members> {
  return fc.record({
    kind: fc.constant("Deployment"),
    metadata: members(withNull, {
      labels: texts(withNull),
      finalizers: fc.uniqueArray(name, { maxLength: 3 }),
    }),
    spec: members(withNull, {
      replicas: number,
      template: members(withNull, { spec: podSpec(withNull) }),
    }),
  });
}

/**
 * Deployments that are told apart in few ways, so that what is merged meets what is there.
 *
 * @param options say whether overrides remove by null.
 */
export function mergeCase({ withNull = false } = {}): fc.Arbitrary<MergeCase> {
  const override = deployment(withNull).map(withoutTwins);
  return fc.record({
    manifest: deployment(false).map(withoutTwins),
    overrides: fc.tuple(override, override),
  });
}

/** Leaves of elements with the same key the last one: Kubernetes refuses two. */
function withoutTwins(value: Members): Members {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    Array.isArray(inner) ? toUnique(inner) : inner,
  ) as Members;
}

function toUnique(list: readonly unknown[]): unknown[] {
  const seen = new Map<unknown, unknown>();
  for (const element of list) {
    seen.set(toIdentity(element), element);
  }
  return [...seen.values()];
}

function toIdentity(element: unknown): unknown {
  if (typeof element !== "object" || element === null) {
    return element;
  }
  const { name, containerPort } = element as Members;
  return containerPort ?? name ?? element;
}
