import { asString, at, entries, type DataNode, type ParsedData } from "../../workspace/data-node";
import { parentOf } from "../../model/paths";
import { normalizeName } from "../packaging/names";
import { normalizeSpecifier } from "../packaging/versions";
import { classifierVersion } from "./classifiers";
import { addRequirementText, linesOf, type Collected } from "./declared";
import { groupOfName } from "./groups";
import { writtenPath } from "./paths";
import type { Neighbours } from "./requirements-file";
import { manifestOf, type ManifestFile } from "./types";

/** `setup.cfg` of setuptools; null where it only configures other tools. Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
export function readSetupCfg(
  path: string,
  text: string,
  data: ParsedData,
  neighbours: Neighbours,
): ManifestFile | null {
  const options = at(data.root, "options");
  const metadata = at(data.root, "metadata");
  const extras = entries(at(data.root, "options.extras_require"));
  if (!options && extras.length === 0 && asString(at(metadata, "name")) === undefined) return null;
  const into: Collected = { declared: [], problems: [] };
  const includes: string[] = [];
  const read = (node: DataNode | undefined, group: string, optional: boolean): void => {
    const value = asString(node)?.trim() ?? "";
    if (value.startsWith("file:")) includes.push(...filesOf(value.slice(5), path, neighbours));
    else
      for (const line of requirementLines(text, node))
        addRequirementText(into, line.text, line.offset, group, optional);
  };
  read(valueOf(options, "install_requires"), "main", false);
  read(valueOf(options, "tests_require"), "test", false);
  for (const { key, value } of extras) read(value, groupOfName(key.split(":", 1)[0] ?? key) || "main", true);
  const requires = valueOf(options, "python_requires");
  const range = asString(requires);
  const name = asString(valueOf(metadata, "name"));
  return manifestOf(path, "setup.cfg", {
    includes,
    declared: into.declared,
    problems: into.problems,
    requiresPython:
      requires && range !== undefined && range !== ""
        ? { specifier: normalizeSpecifier(range), written: range.trim(), offset: requires.span.start }
        : null,
    pins: linesOf(text, valueOf(metadata, "classifiers") ?? valueOf(metadata, "classifier")).flatMap(
      line => classifierVersion(line.text, line.offset) ?? [],
    ),
    projectName: name === undefined ? null : normalizeName(name),
    tools: options ? [{ name: "setuptools", offset: options.span.start }] : [],
  });
}

/** Old files spell keys with dashes (`install-requires`). */
function valueOf(section: DataNode | undefined, key: string): DataNode | undefined {
  return at(section, key) ?? at(section, key.replaceAll("_", "-"));
}

/** `file: a.txt, b.txt`. */
function filesOf(value: string, path: string, neighbours: Neighbours): readonly string[] {
  return value.split(/[,\n]/).flatMap(name => {
    const target = writtenPath(parentOf(path), name.trim());
    return target !== null && target !== "" && neighbours.has(target) ? [target] : [];
  });
}

/** Requirements stand one a line; old files separate them by semicolons on one line, which a marker also does. */
function requirementLines(text: string, node: DataNode | undefined): readonly { text: string; offset: number }[] {
  return linesOf(text, node).map(line => {
    const comment = line.text.search(/\s#/);
    return comment < 0 ? line : { ...line, text: line.text.slice(0, comment).trim() };
  });
}
