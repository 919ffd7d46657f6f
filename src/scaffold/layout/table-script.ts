import type { Place } from "../../model/place";
import type { Workspace } from "../../workspace/workspace";
import { isInside, nameOf, parentOf, relativeTo } from "../../model/paths";

export interface TableScript {
  readonly command: readonly string[];
  readonly place: Place;
}

const CREATES = /\.create_all\(/;
/** What would make running it at every start lose data or add rows again, or what asks somebody. */
const NOT_AGAIN =
  /drop_all\(|drop_database|\bDROP TABLE|\.add(?:_all)?\(|bulk_|\.execute\(|\binput\(|argparse|sys\.argv|click/;
const NAME =
  /^(?:create|init|initialize|initialise|setup|make|build)[_-]?(?:the[_-])?(?:db|database|tables?|schema)\.py$/;
const OUTSIDE = /(?:^|\/)(?:tests?|docs?|examples?|migrations|alembic)\//;

/**
 * `create_db.py`, which calls `create_all()` and nothing that could not be run again: SQLAlchemy makes the tables that are
 * missing only. Null where the application calls it by itself, since nobody has to do it then.
 */
export function readTableScript(workspace: Workspace, unit: string): TableScript | null {
  const calling = workspace
    .paths("*.py")
    .filter(path => isInside(unit, path) && !OUTSIDE.test(path) && CREATES.test(code(workspace.text(path) ?? "")));
  const [path, ...others] = calling;
  if (path === undefined || others.length > 0 || parentOf(path) !== unit || !NAME.test(nameOf(path))) return null;
  const text = code(workspace.text(path) ?? "");
  const isCalled = /^(?:with\b|\w+(?:\.\w+)*\.create_all\(|\w+\(\)|if __name__)/m.test(text);
  if (NOT_AGAIN.test(text) || !isCalled) return null;
  return {
    command: ["python", relativeTo(unit, path)],
    place: workspace.place(path, (workspace.text(path) ?? "").search(CREATES)),
  };
}

/** Without what comments say. */
function code(text: string): string {
  return text.replace(/^\s*#.*$/gm, "");
}
