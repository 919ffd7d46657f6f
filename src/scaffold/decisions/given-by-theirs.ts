import { maskSecrets } from "../../workspace/mask";
import type { VariableDesign } from "../blueprint";
import { servicesOf } from "../layout/existing-compose";
import { findDockerfile } from "../layout/own-dockerfile";
import type { VariableQuestion } from "./variable-question";

/**
 * What a person's Compose file gives a container of the unit's image, where it holds the value or a default for it: `eu`,
 * `${OWNER:-ann}`. One that a person has yet to give (`${OWNER}`) tells nothing, and one with a password is not to be shown.
 */
export function givenByTheirs({
  subject: { recon, layout, unit, decider },
  variable: { name, places },
  base: { where },
}: VariableQuestion): Pick<VariableDesign, "source" | "value"> | null {
  const dockerfile = findDockerfile(recon, layout, unit);
  for (const service of dockerfile === null ? [] : servicesOf(layout.compose, dockerfile)) {
    const value = service.ownEnvironment.get(name) ?? "";
    const isOpen = value === "" || /\$\{?\w+(?!:?-|\w)/.test(value.replaceAll("$$", ""));
    if (isOpen || maskSecrets(value) !== value) continue;
    const reason = `${name} is required (${where}); the service ${service.name} runs with this value.`;
    return {
      source: "value",
      value: decider.text({ key: `environment.${name}`, value, reason, places: places.slice(0, 3) }),
    };
  }
  return null;
}
