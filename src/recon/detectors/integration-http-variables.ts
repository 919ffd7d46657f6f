import type { Place } from "../../model/place";
import { eachCall } from "../../python/each-call";
import type { PythonProject } from "../../python/project";
import { symbolOf } from "../applications/symbols";
import { defineDetector } from "../define-detector";
import {
  addressSettings,
  type AskedAddress,
  askedAddress,
  isAddressOfApi,
  isRequest,
  usesClient,
  VERBS,
} from "../integrations/asked-variables";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

interface Asked extends AskedAddress {
  readonly place: Place;
  /** What the request goes through where the file itself knows no client by that name. */
  readonly through: { readonly path: string; readonly name: string } | null;
}

const ASKED = among(
  isApplication,
  eachCall(VERBS, (project, file, call): readonly Asked[] => {
    const request = isRequest(project, file, call);
    if (request === false) return [];
    const { variables, setting } = askedAddress(project, file, call);
    const through = request === true ? null : { path: file.path, name: request };
    return variables.length === 0 && setting === null
      ? []
      : [{ variables, setting, place: project.place(file, call.offset), through }];
  }),
);

/** HTTP APIs of which the code knows no host, only the variable that gives it. */
export const detector = defineDetector({
  id: "integration-http-variables",
  title: "HTTP APIs at addresses of the environment",
  reads: { everything: true },
  detect({ project, each }) {
    const asked = each(ASKED).filter(({ through }) => through === null || isWrapper(project, through));
    const settings = asked.some(({ setting }) => setting !== null) ? project.whole(addressSettings) : null;
    return asked.flatMap(({ variables, setting, place }) =>
      [...variables, ...(setting === null ? [] : (settings?.get(setting) ?? []))]
        .filter(isAddressOfApi)
        .map(name => integration("http-api", "env", place, { variables: [name], optional: true })),
    );
  },
});

/** Whether a name of the code stands for a class or function, or an object of a class, in a file that uses an HTTP client. */
function isWrapper(project: PythonProject, { path, name }: NonNullable<Asked["through"]>, isMade = false): boolean {
  const file = project.file(path);
  const [home = "", symbol = ""] = (file && symbolOf(project, file, name)?.split("#")) ?? [];
  const facts = project.file(home)?.facts;
  if (!facts) return false;
  const [head = ""] = symbol.split(".");
  if (facts.definitions.some(({ name: own, parent }) => own === head && parent === -1)) return usesClient({ facts });
  const made = facts.assignments.find(({ target, scope }) => target === head && scope === -1)?.value;
  return !isMade && made?.kind === "call" && isWrapper(project, { path: home, name: made.callee }, true);
}
