import type { AssignmentFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { type NamedText, textsIn } from "./named-text";

/** Settings whose strings are modules: Django's applications and URLs, Celery's imports, lists of plug-ins. */
const MODULES = /(?:^|_)(?:apps|urlconf|imports|include|plugins|extensions|cogs|blueprints)$/i;
/** Settings by which a file is known to be one of Django's, or of a framework that names objects the same way. */
const SETTINGS = /^(?:INSTALLED_APPS|ROOT_URLCONF|MIDDLEWARE|MIDDLEWARE_CLASSES|TEMPLATES|DATABASES|TORTOISE_ORM)$/;
const CELERY = /^(?:broker_url|result_backend|CELERY_BROKER_URL|BROKER_URL)$/;

/** What the settings of a file name by strings. */
export function namedBySettings(project: PythonProject, file: PythonFile): readonly NamedText[] {
  const { assignments } = file.facts;
  const isSettings = assignments.some(({ target }) => SETTINGS.test(target));
  const isCelery = assignments.some(({ target }) => CELERY.test(target));
  return assignments.flatMap(assignment => {
    const { target, value, scope, key } = assignment;
    if (value === null || !isConstant(file, assignment)) return [];
    if (key !== null) return namedByVariable(project, file, assignment);
    const name = target.slice(target.lastIndexOf(".") + 1);
    const namesModules = /^(?:imports|include)$/.test(name) ? isCelery || /\.conf\./.test(target) : MODULES.test(name);
    if (namesModules) return leaves(value).flatMap(leaf => textsIn(project, file, leaf, scope, "object"));
    if (!isSettings || !/^[A-Z][A-Z0-9_]+$/.test(name)) return [];
    const form = name === "TORTOISE_ORM" ? "object" : "member";
    return leaves(value)
      .filter(leaf => leaf.kind === "string" && leaf.value.includes("."))
      .flatMap(leaf => textsIn(project, file, leaf, scope, form));
  });
}

/** `os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"`. */
function namedByVariable(project: PythonProject, file: PythonFile, fact: AssignmentFact): readonly NamedText[] {
  const { target, key, value, scope } = fact;
  const name = key && /environ/.test(target) ? project.string(file, key, scope) : null;
  return value && name !== null && /_SETTINGS_MODULE$|_CONFIG_MODULE$/.test(name)
    ? textsIn(project, file, value, scope, "object")
    : [];
}

/** At module level, or in the body of a class of settings. */
function isConstant({ facts }: PythonFile, { scope, each }: AssignmentFact): boolean {
  return each !== true && (scope === -1 || facts.definitions[scope]?.kind === "class");
}

/** The parts of lists, joined lists and dicts, without keys and without the tasks that a schedule merely sends for. */
function leaves(value: Value, depth = 0): readonly Value[] {
  if (depth > 8) return [];
  const inside = (inner: Value): readonly Value[] => leaves(inner, depth + 1);
  switch (value.kind) {
    case "sequence":
      return value.items.flatMap(inside);
    case "dict":
      return value.entries.flatMap(entry =>
        entry.key?.kind === "string" && entry.key.value === "task" ? [] : inside(entry.value),
      );
    case "operation":
      return [value.left, value.right].flatMap(side => (side ? inside(side) : []));
    case "choice":
      return [value.then, value.otherwise].flatMap(inside);
    case "call":
      return /^(?:list|tuple|set)$/.test(value.callee) ? value.arguments.flatMap(inside) : [];
    // What another name holds is told where that is set.
    case "name":
      return [];
    default:
      return [value];
  }
}
