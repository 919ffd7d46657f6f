import type { Blueprint } from "../blueprint";
import type { LineWriter } from "../text/line-writer";

/** What Node builds into the image, and how an edit of it gets there. */
export function writeFrontEnds(writer: LineWriter, { units }: Blueprint): void {
  const rows = units.flatMap(({ frontEnds }) =>
    frontEnds.map(({ path, stage, image, install, command, outputs }) => {
      const steps = [install.command, ...(command.length > 0 ? [command.join(" ")] : [])];
      const cells = [path || ".", stage, image, steps.join(", "), outputs.join(", ")].map(text => `\`${text}\``);
      return `| ${cells.join(" | ")} |`;
    }),
  );
  if (rows.length === 0) return;
  writer
    .gap()
    .add(
      [
        "## Front end",
        "",
        "A stage of the Dockerfile builds it with Node; the image of the application gets what comes out and no Node.",
        "",
        "| folder | stage | image | steps | result |",
        "| --- | --- | --- | --- | --- |",
        ...rows,
        "",
        "With `docker compose up --watch` an edit of its sources builds the image again. For a development server of its own, run that",
        "on this machine beside the containers.",
      ],
      "frontend.folders",
    );
}
