import { asText, items, type DataNode } from "../../workspace/data-node";
import type { VersionStatement } from "./types";

const PREFIX = "Programming Language :: Python ::";

/** Minor versions named by trove classifiers (`Programming Language :: Python :: 3.11`). */
export function classifierVersions(list: DataNode | undefined): readonly VersionStatement[] {
  return items(list).flatMap(item => classifierVersion(asText(item) ?? "", item.span.start) ?? []);
}

/** Classifiers anywhere in a text, for setup scripts that split or build their list. */
export function classifiersInText(text: string): readonly VersionStatement[] {
  const found: VersionStatement[] = [];
  for (let at = text.indexOf(PREFIX); at >= 0; at = text.indexOf(PREFIX, at + 1)) {
    const line = /^[^"'\n]*/.exec(text.slice(at, at + 80))?.[0] ?? "";
    const statement = classifierVersion(line.trim(), at);
    if (statement) found.push(statement);
  }
  return found;
}

/** The version that one classifier names, or null; `3`, `3 :: Only` and implementations name no minor. */
export function classifierVersion(text: string, offset: number): VersionStatement | null {
  if (!text.startsWith(PREFIX)) return null;
  const version = text.slice(PREFIX.length).trim();
  return /^\d\.\d+$/.test(version) ? { version, source: "classifiers", offset } : null;
}
