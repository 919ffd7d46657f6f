import type { Place } from "../../model/place";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { addressSettings, type AskedAddress, askedAddress, isAddressOfApi } from "../integrations/asked-variables";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

interface Asked extends AskedAddress {
  readonly place: Place;
}

const ASKED = among(isApplication, (project: PythonProject, file: PythonFile): readonly Asked[] =>
  file.facts.calls.flatMap(call => {
    const { variables, setting } = askedAddress(project, file, call);
    return variables.length === 0 && setting === null
      ? []
      : [{ variables, setting, place: project.place(file, call.offset) }];
  }),
);

/** HTTP APIs of which the code knows no host, only the variable that gives it. */
export const detector = defineDetector({
  id: "integration-http-variables",
  title: "HTTP APIs at addresses of the environment",
  reads: { everything: true },
  detect({ project, each }) {
    const asked = each(ASKED);
    const settings = asked.some(({ setting }) => setting !== null) ? project.whole(addressSettings) : null;
    return asked.flatMap(({ variables, setting, place }) =>
      [...variables, ...(setting === null ? [] : (settings?.get(setting) ?? []))]
        .filter(isAddressOfApi)
        .map(name => integration("http-api", "env", place, { variables: [name], optional: true })),
    );
  },
});
