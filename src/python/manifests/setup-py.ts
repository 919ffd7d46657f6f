import { parentOf } from "../../model/paths";
import type { CallFact, KeywordFact, PythonFacts, Value } from "../facts";
import { normalizeName } from "../packaging/names";
import { normalizeSpecifier } from "../packaging/versions";
import { classifiersInText } from "./classifiers";
import { addRequirementText, type Collected } from "./declared";
import { groupOfName } from "./groups";
import { writtenPath } from "./paths";
import type { Neighbours } from "./requirements-file";
import { SetupValues, type Literals } from "./setup-values";
import { manifestOf, type ManifestFile } from "./types";

/**
 * `setup.py`, read as syntax and never run: literal lists, names bound to them, joins, and lists that are read from a
 * requirements file, which then counts as an include. Null where nothing is called `setup`.
 */
export function readSetupPy(
  path: string,
  text: string,
  facts: PythonFacts,
  neighbours: Neighbours,
): ManifestFile | null {
  const call = setupCall(facts);
  if (!call) return null;
  const values = new SetupValues(facts);
  const keywords = keywordsOf(call, values);
  const into: Collected = { declared: [], problems: [] };
  const includes = new Set<string>();
  const include = (found: Literals): void => {
    for (const file of found.files) {
      const target = writtenPath(parentOf(path), file);
      if (target !== null && neighbours.has(target)) includes.add(target);
    }
  };
  const add = (value: Value | undefined, group: string, optional: boolean, marker: string | null): void => {
    if (!value) return;
    const found = values.strings(value);
    include(found);
    for (const { text, offset } of found.texts) addRequirementText(into, text, offset, group, optional, marker);
    if (found.isOpen && found.files.length === 0 && group === "main") include(values.mentionedFiles());
    if (found.isOpen && includes.size === 0 && found.texts.length === 0) {
      const message = "The list is computed when setup.py runs, so its dependencies could not be read";
      into.problems.push({ code: "dependencies-computed", message, offset: value.offset });
    }
  };
  add(keywords.get("install_requires") ?? keywords.get("requires"), "main", false, null);
  for (const { key, value } of values.entries(keywords.get("extras_require"))) {
    // `dev:python_version<"3"` is an extra with a marker, `:marker` a conditional dependency of the project itself.
    const [extra = "", marker] = key.split(":", 2);
    add(value, extra === "" ? "main" : groupOfName(extra), extra !== "", marker ?? null);
  }
  add(keywords.get("tests_require"), "test", true, null);
  const requires = keywords.get("python_requires");
  const range = requires ? values.text(requires) : null;
  const name = keywords.get("name");
  const ownName = name ? values.text(name) : null;
  return manifestOf(path, "setup.py", {
    declared: into.declared,
    includes: [...includes],
    problems: into.problems,
    requiresPython:
      requires && range !== null
        ? { specifier: normalizeSpecifier(range), written: range.trim(), offset: requires.offset }
        : null,
    pins: classifiersInText(text),
    projectName: ownName === null ? null : normalizeName(ownName),
    tools: [{ name: "setuptools", offset: call.offset }],
  });
}

/**
 * The call that describes the project: that of `setup`, or of a function of the same file that only hands its keywords on
 * (`def run_setup(**options): setup(**options)`).
 */
export function setupCall({ calls, definitions }: PythonFacts): CallFact | undefined {
  const call = calls.find(isSetup) ?? calls.find(isNamedSetup);
  const around = call && definitions[call.scope];
  if (around?.kind !== "function") return call;
  const isHandedOn = call?.keywords.some(
    ({ name, value }) =>
      name === null &&
      value.kind === "name" &&
      around.parameters.some(parameter => parameter.name === `**${value.path}`),
  );
  return (isHandedOn && calls.find(other => other.callee === around.name && other !== call)) || call;
}

function isSetup(call: CallFact): boolean {
  return call.callee === "setup" || call.callee === "setuptools.setup" || call.callee === "core.setup";
}

/** `st.setup(name="shop")`, `skbuild.setup(…)`: by what it is given, since `django.setup()` describes no project. */
function isNamedSetup({ callee, keywords }: CallFact): boolean {
  return callee.endsWith(".setup") && keywords.some(({ name }) => name === "name" || name === null);
}

/** Keywords of the call, with those of `**options` where `options` is a dict or `dict(…)` of the same file. */
function keywordsOf(call: CallFact, values: SetupValues): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const add = ({ name, value }: KeywordFact): void => {
    if (name !== null) found.set(name, value);
    else for (const entry of values.entries(value)) found.set(entry.key, entry.value);
  };
  for (const keyword of call.keywords) if (keyword.name === null) add(keyword);
  for (const keyword of call.keywords) if (keyword.name !== null) add(keyword);
  return found;
}
