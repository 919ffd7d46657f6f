/** Fully qualified mappings that are the process environment. */
export const ENVIRONMENT_MAPS: ReadonlySet<string> = new Set(["os.environ", "os.environb"]);

/** Methods of django-environ and environs that take the default second; what they make of the text is no matter here. */
const GETTERS = [
  "",
  ".str",
  ".bool",
  ".int",
  ".float",
  ".url",
  ".path",
  ".db",
  ".db_url",
  ".dj_db_url",
  ".cache",
  ".cache_url",
  ".dj_cache_url",
  ".email",
  ".email_url",
  ".dj_email_url",
  ".search",
  ".search_url",
  ".channels",
  ".channels_url",
];

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
  "everett.manager.ConfigManager()",
  "everett.manager.ConfigManager.basic_config()",
  ...["environ.Env()", "environ.FileAwareEnv()", "environs.Env()", "envparse.env", "envparse.Env()"].flatMap(reader =>
    GETTERS.map(method => `${reader}${method}`),
  ),
]);
