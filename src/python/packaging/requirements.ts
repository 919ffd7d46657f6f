import { isName, normalizeName } from "./names";
import { parseRequirement, splitExtras, type Requirement } from "./requirement";
import { parseWheelName } from "./wheel-tags";

/** One requirement of a requirements file. */
export interface RequirementEntry extends Requirement {
  /** Offset of the requirement (after `-e`) in the text. */
  readonly offset: number;
  readonly editable: boolean;
  readonly hashes: readonly string[];
  /** Words of the heading comment it stands under (`# dev`), or null. */
  readonly heading: string | null;
  /** The comment after it and the indented comments below it, without `#`: where pip-compile writes `via …`. */
  readonly notes: readonly string[];
  /** False where the name was only guessed from an address without `#egg=`. */
  readonly isNameSure: boolean;
}

/** `-r`, `-c` and local projects (`-e .`, `./lib`), as written. */
export interface RequirementReference {
  readonly kind: "requirements" | "constraints" | "project";
  readonly path: string;
  readonly offset: number;
  readonly extras: readonly string[];
}

export interface RequirementOption {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

export interface RequirementsText {
  readonly entries: readonly RequirementEntry[];
  readonly references: readonly RequirementReference[];
  /** `--index-url`, `--extra-index-url`, `--find-links`, `--no-binary`, … */
  readonly options: readonly RequirementOption[];
  /** Variables such as `${TOKEN}` that pip takes from the environment. */
  readonly variables: readonly { readonly name: string; readonly offset: number }[];
  /** The comment lines before the first requirement, where tools sign what they generate. */
  readonly header: readonly string[];
  readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

interface LogicalLine {
  readonly text: string;
  readonly offset: number;
}

/**
 * Reads a requirements or constraints file as pip does: continued lines, comments, options, includes, editable and
 * direct references, hashes, environment variables. What is no requirement becomes a problem and the rest is still read.
 * Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): RequirementsText {
  const reader = new RequirementsReader();
  reader.read(text);
  return reader;
}

class RequirementsReader implements RequirementsText {
  readonly entries: (RequirementEntry & { notes: string[] })[] = [];
  readonly references: RequirementReference[] = [];
  readonly options: RequirementOption[] = [];
  readonly variables: { name: string; offset: number }[] = [];
  readonly header: string[] = [];
  readonly problems: { message: string; offset: number }[] = [];
  #heading: string | null = null;
  #afterBlank = true;
  #entriesUnderHeading = 0;
  /** The entry that indented comments below belong to. */
  #last: { notes: string[] } | undefined;

  read(text: string): void {
    for (const line of logicalLines(text)) {
      const trimmed = line.text.trim();
      if (trimmed === "") {
        this.#afterBlank = true;
        continue;
      }
      if (trimmed.startsWith("#")) this.#comment(line.text, trimmed);
      else {
        this.#content(line);
        this.#afterBlank = false;
      }
    }
  }

  #comment(line: string, trimmed: string): void {
    const words = trimmed.replace(/^[#\s]+/, "").trim();
    if (this.entries.length === 0 && this.references.length === 0) this.header.push(words);
    const isIndented = line.startsWith(" ") || line.startsWith("\t");
    if (isIndented && this.#last) this.#last.notes.push(words);
    else if (this.#afterBlank && words !== "") {
      this.#heading = words;
      this.#entriesUnderHeading = 0;
    }
    this.#afterBlank = false;
  }

  #content(line: LogicalLine): void {
    const { content, comment } = splitComment(line.text);
    // A blank line ends a section that already has entries: better one development tool too many in the main group
    // than a package of the application left out of the image.
    if (this.#afterBlank && this.#entriesUnderHeading > 0) this.#heading = null;
    const indent = content.length - content.trimStart().length;
    const offset = line.offset + indent;
    const body = content.trim();
    this.#findVariables(body, offset);
    this.#last = undefined;
    if (body.startsWith("-")) this.#option(body, offset, comment);
    else this.#requirement(body, offset, false, comment);
  }

  #findVariables(body: string, offset: number): void {
    for (let at = body.indexOf("${"); at >= 0; at = body.indexOf("${", at + 2)) {
      const end = body.indexOf("}", at);
      const name = end < 0 ? "" : body.slice(at + 2, end);
      if (/^[A-Z][A-Z0-9_]*$/.test(name)) this.variables.push({ name, offset: offset + at });
    }
  }

  #option(body: string, offset: number, comment: string): void {
    const { name, value, start } = splitOption(body);
    const at = offset + start;
    if (name === "-r" || name === "--requirement") this.#reference("requirements", value, at);
    else if (name === "-c" || name === "--constraint") this.#reference("constraints", value, at);
    else if (name === "-e" || name === "--editable") this.#requirement(value, at, true, comment);
    else this.options.push({ name: LONG_OPTIONS[name] ?? name, value, offset });
  }

  #reference(kind: "requirements" | "constraints", value: string, offset: number): void {
    const path = unquote(value.split(/\s+--?\w/, 1)[0] ?? "").trim();
    if (path === "") this.problems.push({ message: "Expected a file name after the option", offset });
    else this.references.push({ kind, path, offset, extras: [] });
  }

  #requirement(body: string, offset: number, editable: boolean, comment: string): void {
    const { text, hashes } = splitLineOptions(unquote(body));
    const parsed = parseRequirement(text);
    const direct = parsed ? null : parseDirect(text);
    if (direct?.kind === "project") {
      this.references.push({ kind: "project", path: direct.path, offset, extras: direct.extras });
      return;
    }
    const requirement = parsed ?? direct?.requirement;
    if (!requirement) {
      this.problems.push({ message: `"${clip(text)}" is no requirement that pip can read`, offset });
      return;
    }
    const notes = comment === "" ? [] : [comment];
    const isNameSure = parsed !== null || direct?.isSure === true;
    const entry = { ...requirement, offset, editable, hashes, heading: this.#heading, notes, isNameSure };
    this.entries.push(entry);
    this.#entriesUnderHeading++;
    this.#last = entry;
  }
}

const LONG_OPTIONS: Readonly<Record<string, string>> = { "-i": "--index-url", "-f": "--find-links" };

/** Joins lines that end in a backslash; a comment line never continues. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let pending = "";
  let pendingOffset = 0;
  let offset = 0;
  for (const full of text.split("\n")) {
    const line = full.endsWith("\r") ? full.slice(0, -1) : full;
    const start = offset;
    offset += full.length + 1;
    if (pending === "") pendingOffset = start;
    const isComment = line.trimStart().startsWith("#");
    if (line.endsWith("\\") && !isComment) {
      pending += `${line.slice(0, -1)} `;
      continue;
    }
    yield { text: pending + line, offset: pendingOffset };
    pending = "";
  }
  if (pending !== "") yield { text: pending, offset: pendingOffset };
}

/** A `#` starts a comment at the line's start or after white space (it is part of an address otherwise). */
function splitComment(line: string): { readonly content: string; readonly comment: string } {
  for (let at = line.indexOf("#"); at >= 0; at = line.indexOf("#", at + 1)) {
    const before = line[at - 1];
    if (before === " " || before === "\t") {
      return { content: line.slice(0, at), comment: line.slice(at + 1).trim() };
    }
  }
  return { content: line, comment: "" };
}

function splitOption(body: string): { readonly name: string; readonly value: string; readonly start: number } {
  let end = 0;
  // Short options take their value at once (`-rbase.txt`), long ones after `=` or a space.
  if (body.startsWith("--")) while (end < body.length && !/[\s=]/.test(body[end] ?? "")) end++;
  else end = 2;
  let start = end;
  while (start < body.length && /[\s=]/.test(body[start] ?? "")) start++;
  return { name: body.slice(0, end), value: body.slice(start).trim(), start };
}

/** Cuts ` --hash=…`, ` --config-settings …` and other options off a requirement. */
function splitLineOptions(body: string): { readonly text: string; readonly hashes: readonly string[] } {
  const at = body.search(/\s--[a-z]/);
  if (at < 0) return { text: body.trim(), hashes: [] };
  const hashes = body
    .slice(at)
    .split(/\s+/)
    .flatMap(word => (word.startsWith("--hash=") ? [word.slice(7)] : []));
  return { text: body.slice(0, at).trim(), hashes };
}

type Direct =
  | { readonly kind: "project"; readonly path: string; readonly extras: readonly string[] }
  | { readonly kind: "requirement"; readonly requirement: Requirement; readonly isSure: boolean };

/** A reference without `name @`: an address, a version control address, an archive or a folder. */
function parseDirect(text: string): Direct | null {
  const [address = "", marker] = splitMarker(text);
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) || /^git\+[\w.-]+@/.test(address);
  if (!isUrl && !address.startsWith("file:") && !isLocalPath(address)) return null;
  const wheel = parseWheelName(address);
  const fragment = address.includes("#") ? address.slice(address.indexOf("#") + 1) : "";
  const egg = new URLSearchParams(fragment).get("egg");
  const [eggName = "", eggExtras = ""] = (egg ?? "").replace(/\]$/, "").split("[");
  const build = (rawName: string, extras: string, isSure: boolean): Direct => {
    const name = normalizeName(rawName);
    return {
      kind: "requirement",
      requirement: { name, rawName, extras: splitExtras(extras), specifier: "", url: address, marker: marker ?? null },
      isSure,
    };
  };
  if (isName(eggName)) return build(eggName, eggExtras, true);
  if (wheel) return build(wheel.name, "", true);
  if (!isUrl && !/\.(?:tar\.gz|zip|tgz|tar\.bz2)$/.test(address)) {
    const open = address.indexOf("[");
    const path = (open < 0 ? address : address.slice(0, open)).replace(/^file:(?:\/\/)?/, "");
    return { kind: "project", path, extras: open < 0 ? [] : splitExtras(address.slice(open + 1).replace(/\]$/, "")) };
  }
  const guess = nameFromAddress(address);
  return guess === null ? null : build(guess, "", false);
}

function isLocalPath(text: string): boolean {
  const bare = text.replace(/\[[^\]]*\]$/, "");
  if (bare === "." || bare === "..") return true;
  if (/^\.{0,2}[/\\]/.test(bare) || /^[A-Za-z]:[/\\]/.test(bare)) return true;
  return (
    /\.(?:whl|tar\.gz|zip|tgz|tar\.bz2)$/.test(bare) || (/^[\w.-]+\/[\w./-]*$/.test(bare) && !bare.includes("://"))
  );
}

function splitMarker(text: string): readonly string[] {
  const at = text.search(/\s*;\s/);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(text.indexOf(";", at) + 1).trim()];
}

/**
 * The repository's or archive's own name: `…/team/lib.git@v1` is `lib`, `…/lib-1.2.tar.gz` is `lib`, and so is what GitHub
 * packs of a branch (`…/team/lib/archive/main.zip`, `…/team/lib/zipball/main`).
 */
function nameFromAddress(address: string): string | null {
  const path = (address.split(/[?#]/, 1)[0] ?? "").replace(/\/+$/, "");
  const schemeEnd = path.indexOf("://");
  const rest = schemeEnd < 0 ? path : path.slice(schemeEnd + 3);
  const segments = rest.split(/[/:]/);
  const isArchive = /\.(?:tar\.gz|zip|tgz|tar\.bz2)$/.test(rest);
  const archiveAt = segments.indexOf("archive");
  const packedAt = isArchive && archiveAt > 0 ? archiveAt : segments.findIndex(word => /^(?:zip|tar)ball$/.test(word));
  let last = packedAt > 0 ? (segments[packedAt - 1] ?? "") : (segments.at(-1) ?? "");
  last = (last.split("@", 1)[0] ?? "").replace(/\.git$/, "");
  if (isArchive && archiveAt < 0)
    last = last.replace(/\.(?:tar\.gz|zip|tgz|tar\.bz2)$/, "").replace(/-\d[\w.+!]*$/, "");
  return segments.length > 1 && isName(last) ? last : null;
}

function unquote(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote) ? text.slice(1, -1) : text;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
