import { maskSecrets } from "../../workspace/mask";
import type { VariableDesign } from "../blueprint";
import { servicesOf } from "../layout/existing-compose";
import { findDockerfile } from "../layout/own-dockerfile";
import type { VariableQuestion } from "./variable-question";

/** Letters and digits without a word among them, such as a key or a hash, whatever its variable is called. */
const LOOKS_MADE_UP = /^(?=.*\d)(?=.*[A-Za-z])[\w+/=-]{20,}$/;

/**
 * What a person's Compose file gives the containers of the unit's image, where it holds the value or a default for it: `eu`,
 * `${OWNER:-ann}`, and the same for each that has it. One that a person has yet to give (`${OWNER}`) tells nothing, and one
 * with a password is not to be shown.
 */
export function givenByTheirs({
  subject: { recon, layout, unit, decider },
  variable: { name, places },
  base: { where },
}: VariableQuestion): Pick<VariableDesign, "source" | "value"> | null {
  const dockerfile = findDockerfile(recon, layout, unit);
  const services = dockerfile === null ? [] : servicesOf(layout.compose, dockerfile);
  const given = services.flatMap(service => {
    const value = service.ownEnvironment.get(name);
    return value === undefined ? [] : [{ service: service.name, value }];
  });
  const [first] = given;
  if (first === undefined || given.some(({ value }) => value !== first.value)) return null;
  const { service, value } = first;
  const isOpen = value === "" || /\$\{?\w+(?!:?-|\w)/.test(value.replaceAll("$$", ""));
  if (isOpen || maskSecrets(value) !== value || LOOKS_MADE_UP.test(value)) return null;
  const reason = `${name} is required (${where}); the service ${service} runs with this value.`;
  return {
    source: "value",
    value: decider.text({ key: `environment.${name}`, value, reason, places: places.slice(0, 3) }),
  };
}
