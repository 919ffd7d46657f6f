/** Fully qualified mappings that are the process environment. */
export const ENVIRONMENT_MAPS: ReadonlySet<string> = new Set(["os.environ", "os.environb"]);

/** Callables that look a variable up by name and take its default second. */
export const ENVIRONMENT_GETTERS: ReadonlySet<string> = new Set([
  "os.getenv",
  "os.environ.get",
  "os.environ.pop",
  "os.environ.setdefault",
  "os.getenvb",
  "decouple.config",
  "decouple.AutoConfig()",
  "starlette.config.Config()",
  ...["environ.Env()", "environ.FileAwareEnv()", "environs.Env()"].flatMap(reader =>
    ["", ".str", ".bool", ".int", ".float"].map(method => `${reader}${method}`),
  ),
]);
