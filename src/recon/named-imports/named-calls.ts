import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { type NamedText, textsIn } from "./named-text";

/** A call that loads what a string names. */
interface NamingCall {
  /** Its qualified name. */
  readonly callee: RegExp;
  /** Position and keywords of what names something: a string, or a list or dict of them. */
  readonly argument: number;
  readonly keywords?: readonly string[];
  /** Put behind each name, as in `autodiscover_tasks`. */
  readonly below?: string;
  /** Of several items only the first is a module: `include(("shop.urls", "shop"))`. */
  readonly isPair?: true;
}

const CALLS: readonly NamingCall[] = [
  // Django: "URL dispatcher", "Django Utils".
  { callee: /^django\.(?:conf\.)?urls\.(?:conf\.)?include$/, argument: 0, isPair: true },
  {
    callee:
      /(?:^|\.)(?:import_string|import_object|import_from_string|import_attribute|import_class|load_class|symbol_by_name)$/,
    argument: 0,
  },
  { callee: /(?:^|\.)(?:import_module|__import__)$/, argument: 0 },
  // Celery: "Application", "Tasks".
  { callee: /(?:^|\.)autodiscover_tasks$/, argument: 0, keywords: ["packages"], below: "tasks" },
  { callee: /(?:^|\.)config_from_object$/, argument: 0 },
  { callee: /^celery\.(?:app\.(?:base\.)?)?Celery$/, argument: -1, keywords: ["include", "config_source"] },
  { callee: /(?:^|\.)conf\.update$/, argument: -1, keywords: ["imports", "include"] },
  // Flask: "Configuration Handling".
  { callee: /(?:^|\.)config\.from_object$/, argument: 0 },
  // Servers that are started by the code: uvicorn, "Running programmatically"; granian, "Embedding".
  { callee: /^uvicorn\.(?:main\.)?(?:run|Config|config\.Config)$/, argument: 0, keywords: ["app"] },
  { callee: /^granian\.(?:server\.)?Granian$/, argument: 0, keywords: ["target"] },
  // discord.py, "Extensions", and its forks.
  { callee: /(?:^|\.)(?:load|reload)_extensions?$/, argument: 0 },
  // Pyramid: "Configuration and extending".
  {
    callee: /(?:^|\.)config(?:urator)?\.(?:include|scan)$|^pyramid\.config\.Configurator\(\)\.(?:include|scan)$/,
    argument: 0,
  },
  // Tortoise ORM and dependency-injector, which are given modules to look into.
  {
    callee: /(?:^|\.)(?:Tortoise\.init|init_models|register_tortoise|RegisterTortoise|WiringConfiguration|wire)$/,
    argument: -1,
    keywords: ["modules", "packages"],
  },
  { callee: /(?:^|\.)(?:Tortoise\.)?init_models$/, argument: 0 },
  // Jobs that are named by where their function stands: RQ, APScheduler ("module:function").
  { callee: /(?:^|\.)enqueue(?:_\w+)?$/, argument: 0 },
  { callee: /(?:^|\.)add_job$/, argument: 0, keywords: ["func"] },
];

/** Cheap test for the ends of those names. */
const MAY_NAME =
  /(?:^|\.)(?:include|scan|import_\w+|load_class|symbol_by_name|__import__|autodiscover_tasks|config_from_object|Celery|update|from_object|run|Config|Granian|load_extensions?|reload_extensions?|init|init_models|register_tortoise|RegisterTortoise|WiringConfiguration|wire|enqueue\w*|add_job|setdefault|append|extend|insert)$/;

/** Variables whose value names a module or an object of one. */
const NAMING_VARIABLE = /(?:^|_)(?:SETTINGS|CONFIG|SETTINGS_MODULE|CONFIG_MODULE|FLASK_APP)$/;

/** What the calls of a file name by strings, as far as their text is known. */
export function namedByCalls(project: PythonProject, file: PythonFile): readonly NamedText[] {
  return file.facts.calls.flatMap(call => {
    if (!MAY_NAME.test(call.callee)) return [];
    if (/(?:^|\.)environ\.setdefault$/.test(call.callee)) return namedByVariable(project, file, call);
    // `INSTALLED_APPS.append("shop")`.
    if (/(?:^|_)APPS\.(?:append|extend|insert)$/.test(call.callee))
      return call.arguments.flatMap(value => textsIn(project, file, value, call.scope, "module"));
    const name = project.qualify(file, call.callee, call.scope);
    return CALLS.filter(({ callee }) => callee.test(name)).flatMap(naming => named(project, file, call, naming));
  });
}

function named(project: PythonProject, file: PythonFile, call: CallFact, naming: NamingCall): readonly NamedText[] {
  const given = [
    naming.argument < 0 ? undefined : call.arguments[naming.argument],
    ...call.keywords.filter(({ name }) => naming.keywords?.includes(name ?? "")).map(({ value }) => value),
  ];
  const related = call.keywords.find(({ name }) => name === "related_name")?.value ?? call.arguments[1];
  const below = naming.below && ((related && project.string(file, related, call.scope)) ?? naming.below);
  return given.flatMap(argument => {
    const value = naming.isPair && argument?.kind === "sequence" ? argument.items[0] : argument;
    const found = value ? textsIn(project, file, value, call.scope, "object") : [];
    return below ? found.map(({ text, ...one }) => ({ ...one, text: `${text}.${below}` })) : found;
  });
}

function namedByVariable(project: PythonProject, file: PythonFile, call: CallFact): readonly NamedText[] {
  const [variable, value] = call.arguments;
  const name = variable ? project.string(file, variable, call.scope) : null;
  return value && name !== null && NAMING_VARIABLE.test(name)
    ? textsIn(project, file, value, call.scope, "object")
    : [];
}
