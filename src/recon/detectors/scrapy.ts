import { parentOf } from "../../model/paths";
import { asText, at } from "../../workspace/data-node";
import { among, isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";

/**
 * Projects of Scrapy, which `scrapy.cfg` marks (Scrapy documentation, "Default structure of Scrapy projects"): the one
 * spider is the job; of several a person names one, so the program is Scrapy's command line.
 */
export const detector = defineDetector({
  id: "scrapy",
  title: "Scrapy projects",
  reads: { files: ["scrapy.cfg"], everything: true },
  detect(context) {
    const path = context.files.find(each => asText(at(context.workspace.data(each).root, "settings", "default")));
    if (path === undefined) return [];
    const folder = parentOf(path);
    const spiders = context.each(SPIDERS).filter(({ file }) => context.owns(file));
    const [only, ...others] = new Set(spiders.map(({ name }) => name));
    const isJob = only !== undefined && others.length === 0;
    const command = isJob ? ["scrapy", "crawl", only] : ["scrapy"];
    return [
      { claim: "framework", name: "scrapy", place: context.workspace.place(path, 0) },
      {
        claim: "entry-point",
        kind: isJob ? "script" : "cli",
        name: isJob ? "crawl" : "scrapy",
        target: command.join(" "),
        command,
        devCommand: command,
        port: null,
        source: "code",
        workingDirectory: folder,
        place: context.workspace.place(path, 0),
      },
    ];
  },
});

/** Names of spiders, which `scrapy crawl` takes: classes of a folder `spiders`. */
const SPIDERS = among(isOwnCode, (_project, file) =>
  !/(?:^|\/)spiders\//.test(file.path)
    ? []
    : file.facts.assignments.flatMap(({ target, value, scope }) =>
        target === "name" && value?.kind === "string" && file.facts.definitions[scope]?.kind === "class"
          ? [{ file, name: value.value }]
          : [],
      ),
);
