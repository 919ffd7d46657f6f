/** What a value of the JSON has to be: a primitive, a list, an object with at least these fields, or any of several. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "any"
  | null
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly either: readonly Shape[] }
  | { readonly words: readonly string[] }
  | { readonly fields: Readonly<Record<string, Shape>> };

const list = (of: Shape): Shape => ({ list: of });
const maybe = (shape: Shape): Shape => ({ either: [shape, null] });
const fields = (each: Readonly<Record<string, Shape>>): Shape => ({ fields: each });
const words = (text: string): Shape => ({ words: text.split(" ") });
const strings = list("string");

const place = fields({
  path: "string",
  line: "number",
  column: "number",
  text: "string",
  confidence: words("high medium low"),
});
const found = { what: "string", why: "string", place, fix: "string" } as const;
const places = list(place);

const reconFields: Readonly<Record<string, Shape>> = {
  schemaVersion: "number",
  root: "string",
  python: fields({
    requires: maybe(fields({ specifier: "string", place })),
    pins: list(fields({ version: "string", source: "string", place })),
    chosen: maybe("string"),
    reason: "string",
    problems: list(fields(found)),
  }),
  packageManager: fields({
    name: words("pip pip-tools poetry pdm pipenv uv hatch conda setuptools none"),
    lock: maybe("string"),
    place: maybe(place),
  }),
  manifests: list(fields({ path: "string", kind: "string", includes: strings })),
  dependencies: list(
    fields({
      name: "string",
      specifier: "string",
      extras: strings,
      marker: "any",
      group: "string",
      direct: "boolean",
      locked: maybe("string"),
      place,
      systemPackages: fields({ build: strings, runtime: strings }),
      python311: fields({ verdict: words("ok no unknown"), why: "string" }),
    }),
  ),
  undeclared: list(fields({ module: "string", distribution: "any", place })),
  unused: list(fields({ name: "string", place })),
  modules: list(
    fields({
      name: "string",
      path: "string",
      kind: words("package module namespace"),
      files: "number",
      lines: "number",
      summary: "string",
      imports: strings,
    }),
  ),
  imports: list(
    fields({ from: "string", to: "string", line: "number", kind: words("static conditional typing dynamic") }),
  ),
  frameworks: list(fields({ name: "string", place })),
  entryPoints: list(
    fields({
      kind: words("wsgi asgi cli script worker beat notebook streamlit gradio dash bot grpc server"),
      name: "string",
      target: "string",
      command: strings,
      devCommand: strings,
      port: maybe("number"),
      place,
      confidence: words("high medium low"),
      rank: "number",
    }),
  ),
  integrations: list(
    fields({
      service: "string",
      kind: words("database cache queue search storage mail http filesystem"),
      protocol: "string",
      via: words("distribution code settings url env image compose ci docs"),
      variables: strings,
      breaksInContainer: maybe("string"),
      optional: "boolean",
      places,
    }),
  ),
  environment: list(
    fields({
      name: "string",
      default: maybe("string"),
      hasDefault: "boolean",
      required: "boolean",
      secret: "boolean",
      type: maybe("string"),
      scope: words("application shell library script"),
      places,
    }),
  ),
  ports: list(fields({ port: "number", source: "string", place })),
  migrations: maybe(fields({ tool: "string", command: strings, place })),
  tests: maybe(fields({ runner: "string", command: strings, place })),
  static: maybe(fields({ command: strings, folder: "any", place })),
  docker: fields({ dockerfiles: strings, composeFiles: strings, ignoreFiles: strings, devcontainers: strings }),
  buildScripts: list(fields({ path: "string", kind: "string", uses: strings })),
  readiness: list(fields({ rule: "string", ...found })),
  problems: list(fields({ code: "string", message: "string", place })),
  timings: fields({
    listMs: "number",
    readMs: "number",
    scanMs: "number",
    linkMs: "number",
    detectMs: "number",
    totalMs: "number",
    files: "number",
    bytes: "number",
  }),
};

const value: Shape = { either: ["string", "number", "boolean", null, list("any"), { map: "any" }] };

export const RECON: Shape = fields({
  ...reconFields,
  units: list(fields({ name: "string", path: "string", recon: fields(reconFields) })),
});

export const SCAFFOLD: Shape = fields({
  schemaVersion: "number",
  plan: fields({
    decisions: list(
      fields({ key: "string", unit: maybe("string"), value, reason: "string", places, alternatives: list("any") }),
    ),
    questions: list(
      fields({
        key: "string",
        unit: maybe("string"),
        text: "string",
        default: value,
        candidates: list("any"),
        places,
      }),
    ),
  }),
  files: list(
    fields({
      path: "string",
      unit: maybe("string"),
      action: words("create update merge unchanged conflict"),
      bytes: "number",
      sha256: "string",
    }),
  ),
  problems: list("any"),
});

export const LINT: Shape = fields({
  schemaVersion: "number",
  findings: list(
    fields({
      path: "string",
      line: "number",
      column: "number",
      endLine: "number",
      endColumn: "number",
      code: "string",
      rule: "string",
      severity: words("error warning info hint"),
      message: "string",
      mirrors: strings,
      fixable: "boolean",
      related: places,
      url: "string",
    }),
  ),
  files: "number",
  timings: fields({ totalMs: "number" }),
});

export const VERIFY: Shape = fields({
  schemaVersion: "number",
  engine: fields({ version: "string", os: "string", arch: "string", cpus: "number", memory: "number" }),
  images: list(
    fields({
      service: "string",
      tag: "string",
      bytes: "number",
      layers: list(fields({ instruction: "string", bytes: "number" })),
      buildMs: fields({ cold: "number", warm: maybe("number") }),
      contextBytes: "number",
      cacheHits: "number",
      steps: list(fields({ name: "string", ms: "number", cached: "boolean" })),
    }),
  ),
  services: list(
    fields({
      name: "string",
      state: "string",
      healthy: maybe("boolean"),
      startMs: "number",
      memoryPeakBytes: "number",
      cpuPeakPercent: "number",
      probe: maybe(
        fields({ url: "string", status: "number", p50Ms: "number", p95Ms: "number", requestsPerSecond: "number" }),
      ),
    }),
  ),
  tests: maybe(
    fields({
      command: strings,
      passed: "number",
      failed: "number",
      skipped: "number",
      exit: "number",
      outside: { words: ["same", "different", "not run"] },
    }),
  ),
  thresholds: list(fields({ key: "string", limit: "any", measured: "any", unit: "string", held: "boolean" })),
  verdict: words("pass fail"),
  causes: list(fields({ what: "string", log: "string", place: maybe(place) })),
});

export const DOCKERIZE: Shape = fields({
  schemaVersion: "number",
  recon: RECON,
  scaffold: SCAFFOLD,
  lint: LINT,
  verify: maybe(VERIFY),
});

export const SCALE: Shape = fields({
  schemaVersion: "number",
  service: "string",
  connections: "number",
  seconds: "number",
  steps: list(
    fields({
      replicas: "number",
      requestsPerSecond: "number",
      p50Ms: "number",
      p95Ms: "number",
      errorPercent: "number",
      cpu: fields({ services: "any", proxy: "number", load: "number" }),
      machinePercent: "number",
    }),
  ),
  growth: maybe("number"),
  cpus: "number",
  unsafe: list(fields({ what: "string", why: "string", place: maybe(place) })),
  removed: fields({
    containers: "number",
    networks: "number",
    volumes: "number",
    images: "number",
    failed: list("any"),
  }),
});

/** Each key whose value is not what the contract says, as a path with what stands there; nothing where all hold. */
export function mismatches(given: unknown, shape: Shape, at = "$"): readonly string[] {
  if (shape === "any") return given === undefined ? [`${at} is missing`] : [];
  if (shape === null) return given === null ? [] : [`${at} is ${kindOf(given)}, not null`];
  if (typeof shape === "string") return typeof given === shape ? [] : [`${at} is ${kindOf(given)}, not a ${shape}`];
  if ("words" in shape)
    return shape.words.includes(given as string)
      ? []
      : [`${at} is ${JSON.stringify(given)}, none of ${shape.words.join(", ")}`];
  if ("either" in shape) {
    const all = shape.either.map(each => mismatches(given, each, at));
    // The option that fits best tells what is wrong.
    return [...all].sort((left, right) => left.length - right.length)[0] ?? [];
  }
  if ("list" in shape)
    return Array.isArray(given)
      ? given.flatMap((each, index) => mismatches(each, shape.list, `${at}[${index}]`))
      : [`${at} is ${kindOf(given)}, not a list`];
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return [`${at} is ${kindOf(given)}, not an object`];
  const object = given as Readonly<Record<string, unknown>>;
  return "map" in shape
    ? Object.entries(object).flatMap(([key, each]) => mismatches(each, shape.map, `${at}.${key}`))
    : Object.entries(shape.fields).flatMap(([key, each]) => mismatches(object[key], each, `${at}.${key}`));
}

function kindOf(given: unknown): string {
  return given === null
    ? "null"
    : given === undefined
      ? "missing"
      : Array.isArray(given)
        ? "a list"
        : `a ${typeof given}`;
}
