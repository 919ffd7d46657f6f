import type { Evidence } from "../../model/evidence";
import { exposuresOf, isPlainObject } from "../applications/exposures";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";
import type { PythonFile } from "../../python/project";
import { decorated } from "../workers/decorated";

const PORT = 3000;
const SERVICES = new Set(["bentoml.service"]);

/** Services of BentoML: a class with `@bentoml.service`, or a `bentoml.Service` object before 1.2 (BentoML, `bentoml serve`). */
export const detector = defineDetector({
  id: "bentoml",
  title: "BentoML services",
  reads: { modules: ["bentoml"], calls: ["bentoml.Service"] },
  detect(context) {
    const { project, workspace } = context;
    const serve = (file: PythonFile, name: string, offset: number): readonly Evidence[] => {
      const target = `${file.module}:${name}`;
      const command = ["bentoml", "serve", target, "--host", "0.0.0.0", "--port", String(PORT)];
      const place = project.place(file, offset);
      return [
        { claim: "framework", name: "bentoml", place },
        {
          claim: "entry-point",
          kind: "server",
          name: "web",
          target,
          command,
          devCommand: [...command, "--reload"],
          port: PORT,
          source: "code",
          workingDirectory: workingDirectoryOf(workspace, file),
          place,
        },
      ];
    };
    const objects = context.calls.filter(({ file }) => isOwnCode(file));
    return [
      ...decorated(context, SERVICES).flatMap(({ file, definition }) =>
        serve(file, definition.name, definition.offset),
      ),
      ...objects.flatMap(({ file, call }) => {
        const exposure = exposuresOf(project, file, call).find(isPlainObject);
        return exposure ? serve(exposure.file, exposure.name, exposure.offset) : [];
      }),
    ];
  },
});
