import { isInside, parentOf, relativeTo } from "../../model/paths";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { readAnchors, type Anchors } from "./anchors";
import type { WrittenPath } from "./written-path";

/** The code of a unit as what looks for the files that it writes sees it. */
export interface WritingCode {
  readonly workspace: Workspace;
  readonly unit: string;
  readonly anchors: Anchors;
  readonly home: DatabaseHome;
  readonly usesSqlite: boolean;
}

/** Where databases with a relative address lie. */
export interface DatabaseHome {
  readonly base: WrittenPath["base"];
  readonly folder: string;
}

export function writingCode(
  workspace: Workspace,
  recon: Pick<Recon, "dependencies" | "integrations">,
  unit: string,
): WritingCode {
  return {
    workspace,
    unit,
    anchors: readAnchors(workspace, unit),
    home: databaseHome(workspace, recon, unit),
    usesSqlite: recon.integrations.some(({ service }) => service === "sqlite"),
  };
}

const TEST_PATH =
  /(?:^|\/)(?:tests?|testing|examples?|docs?)\/|(?:^|\/)(?:test_[^/]*|conftest|setup|noxfile)\.py$|_test\.py$/;

/** Tests, examples and tools write where no container does. */
export function isBesideCode(path: string): boolean {
  return TEST_PATH.test(path);
}

export function codePaths(workspace: Workspace, unit: string): readonly string[] {
  return workspace.paths("*.py").filter(path => isInside(unit, path) && !isBesideCode(path));
}

/**
 * Flask-SQLAlchemy keeps databases with a relative address in Flask's instance folder from 3.0 on, and before
 * beside the module that makes the application.
 */
function databaseHome(workspace: Workspace, { dependencies }: Pick<Recon, "dependencies">, unit: string): DatabaseHome {
  const used = dependencies.find(({ name }) => name === "flask-sqlalchemy");
  const version = used?.locked ?? /[=~]=\s*(\d[\d.]*)/.exec(used?.specifier ?? "")?.[1] ?? null;
  const isOld =
    version !== null ? /^[012]\./.test(version) : /<=?\s*[0-3](?:\.0)*\b(?!\.[1-9])/.test(used?.specifier ?? "");
  if (!used) return { base: "work", folder: "" };
  if (!isOld) return { base: "work", folder: "instance" };
  const [maker, ...others] = codePaths(workspace, unit).filter(path =>
    /\bFlask\(\s*__name__\b/.test(workspace.text(path) ?? ""),
  );
  return maker === undefined || others.length > 0
    ? { base: "work", folder: "" }
    : { base: "unit", folder: relativeTo(unit, parentOf(maker)) };
}
