import { joinPath, parentOf } from "../../model/paths";
import { literalPattern } from "../../model/patterns";
import type { Place } from "../../model/place";
import type { EnvironmentVariable, Recon } from "../../model/recon";
import { settingOf } from "../../recon/integrations/variable-names";
import { maskSecrets } from "../../workspace/mask";
import type { Workspace } from "../../workspace/workspace";

/** What a setting would be if the module did not read it from a variable. */
export interface OverriddenSetting {
  readonly value: string;
  readonly place: Place;
}

/**
 * `from .base import *` and `ADMIN_URL = env("ADMIN_URL")`, where `base.py` has `ADMIN_URL = "admin/"`: a route that is known
 * to fit. What production replaces otherwise, hosts, folders and words alike, is often for the developer's machine alone.
 */
export function readOverriddenSettings(workspace: Workspace, recon: Recon): ReadonlyMap<string, OverriddenSetting> {
  return new Map(
    recon.environment.flatMap(variable => {
      const found = variable.required && !variable.hasDefault && !variable.secret && overridden(workspace, variable);
      return found ? [[variable.name, found]] : [];
    }),
  );
}

function overridden(workspace: Workspace, { name, places }: EnvironmentVariable): OverriddenSetting | null {
  for (const place of places) {
    const setting = settingOf({ name, places: [place] });
    if (setting === null) continue;
    const text = workspace.text(place.path) ?? "";
    for (const [, module = ""] of text.matchAll(/^from[ \t]+([\w.]+)[ \t]+import[ \t]+\*/gm)) {
      // A module beside it, whether it is named from here or from the root.
      const path = joinPath(parentOf(place.path), `${module.slice(module.lastIndexOf(".") + 1)}.py`);
      const line = new RegExp(
        `^${literalPattern(setting)}[ \\t]*(?::[^=\\n]+)?=[ \\t]*r?(["'])(\\^?(?:[\\w-]+/)+\\$?)\\1[ \\t]*(?:#|$)`,
        "m",
      );
      const match = line.exec(workspace.text(path) ?? "");
      if (match?.[2] && maskSecrets(match[0]) === match[0])
        return { value: match[2], place: workspace.place(path, match.index, "medium") };
    }
  }
  return null;
}
