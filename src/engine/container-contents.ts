import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { CopiedFile, Engine, FileChange } from "../model/ports";
import { isRecord, numberField, textField } from "./json-lines";
import type { Link } from "./link";
import { ask, call, openStream, shortName } from "./link";

/** Every file of the container is looked at for it. */
const COMPARE_MS = 300_000;

/** What is inside a container: its processes and its files. */
export function createContainerContents(link: Link): Pick<Engine, "top" | "changes" | "copyOut"> {
  return {
    async top(container) {
      const request = () => link.docker.getContainer(container).top() as Promise<unknown>;
      const answer = await ask(link, `listing the processes of ${shortName(container)}`, request);
      const { Titles, Processes } = isRecord(answer) ? answer : {};
      return {
        titles: texts(Titles),
        rows: Array.isArray(Processes) ? (Processes as unknown[]).map(texts) : [],
      };
    },
    async changes(container) {
      const request = () => link.docker.getContainer(container).changes() as Promise<unknown>;
      const doing = `comparing ${shortName(container)} with its image`;
      const answer = await ask(link, doing, request, { limitMs: COMPARE_MS });
      // The engine says null, not an empty list, where nothing differs.
      return Array.isArray(answer) ? (answer as unknown[]).map(readChange) : [];
    },
    async copyOut(container, path, onFile) {
      const doing = `copying ${path} out of ${shortName(container)}`;
      const address = `/containers/${encodeURIComponent(container)}/archive`;
      const body = await openStream(link, doing, {
        method: "GET",
        path: address,
        query: { path },
        limitMs: COMPARE_MS,
      });
      await call(link, doing, () => unpack(body, onFile));
    },
  };
}

async function unpack(body: Readable, onFile: (file: CopiedFile) => Promise<void>): Promise<void> {
  const tar = extract();
  body.on("error", error => tar.destroy(error));
  body.pipe(tar);
  for await (const entry of tar) {
    const { name, size = 0, type, linkname } = entry.header;
    const kind = type === "directory" ? "folder" : type === "symlink" || type === "link" ? "link" : "file";
    await onFile({
      path: name.replace(/\/$/, ""),
      kind,
      bytes: size,
      target: linkname ?? "",
      content: entry as AsyncIterable<Uint8Array>,
    });
    entry.resume();
  }
}

const KINDS: readonly FileChange["kind"][] = ["changed", "added", "deleted"];

function readChange(row: unknown): FileChange {
  return { path: textField(row, "Path"), kind: KINDS[numberField(row, "Kind")] ?? "changed" };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as unknown[]).map(String) : [];
}
