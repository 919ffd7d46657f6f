import type { Evidence } from "../../model/evidence";
import { isInside, parentOf } from "../../model/paths";
import { compareText } from "../../model/place";
import type { Value } from "../../python/facts";
import { asText, at } from "../../workspace/data-node";
import { among, isOwnCode } from "../integrations/own-code";
import { defineDetector, type DetectContext } from "../define-detector";

/**
 * Projects of Scrapy, each of which a `scrapy.cfg` marks (Scrapy documentation, "Default structure of Scrapy projects"): the one
 * spider is the job; of several a person names one, so the program is Scrapy's command line.
 */
export const detector = defineDetector({
  id: "scrapy",
  title: "Scrapy projects",
  reads: { files: ["scrapy.cfg"], everything: true },
  detect(context) {
    const marks = context.files.filter(each => asText(at(context.workspace.data(each).root, "settings", "default")));
    // The folder above comes first, so that the last one around a file is the nearest.
    const folders = marks.map(parentOf).sort(compareText);
    const spiders = context.each(SPIDERS).filter(({ file }) => context.owns(file));
    return marks.flatMap(path => {
      const own = spiders.filter(
        ({ file }) => folders.findLast(folder => isInside(folder, file.path)) === parentOf(path),
      );
      return projectEvidence(
        context,
        path,
        own.map(({ name }) => name),
      );
    });
  },
});

function projectEvidence(
  { workspace }: DetectContext,
  path: string,
  spiders: readonly (string | null)[],
): readonly Evidence[] {
  const [only, ...others] = new Set(spiders);
  const isJob = typeof only === "string" && others.length === 0;
  const command = isJob ? ["scrapy", "crawl", only] : ["scrapy"];
  const place = workspace.place(path, 0);
  return [
    { claim: "framework", name: "scrapy", place },
    {
      claim: "entry-point",
      kind: isJob ? "script" : "cli",
      name: isJob ? "crawl" : "scrapy",
      target: command.join(" "),
      command,
      devCommand: command,
      port: null,
      source: "code",
      workingDirectory: parentOf(path),
      place,
    },
  ];
}

/** Names of spiders, which `scrapy crawl` takes: classes of a folder `spiders`; null where the code does not tell the name. */
const SPIDERS = among(isOwnCode, (project, file) =>
  !/(?:^|\/)spiders\//.test(file.path)
    ? []
    : file.facts.assignments.flatMap(({ target, value, scope }) =>
        target === "name" && value && isText(value) && file.facts.definitions[scope]?.kind === "class"
          ? [{ file, name: project.string(file, value, scope) }]
          : [],
      ),
);

/** A name, unlike a field of an item (`name = Field()`) or the `None` of a class that others extend. */
function isText({ kind }: Value): boolean {
  return kind !== "call" && kind !== "constant";
}
