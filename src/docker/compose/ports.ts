import type { Span } from "../../model/place";

/** A port or a range, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** One entry of `ports`, or of `expose` where nothing is published. */
export interface ComposePort {
  /** As written in the short form; made from the long form. */
  readonly text: string;
  readonly span: Span;
  readonly isShort: boolean;
  readonly hostIp: string | null;
  /** Null where nothing is published under a number of its own, or a variable hides it. */
  readonly published: PortRange | null;
  /** True where a published part is written, also a variable one. */
  readonly isPublished: boolean;
  /** Null where a variable hides it or the form is wrong. */
  readonly target: PortRange | null;
  /** Lower case; `tcp` by default. */
  readonly protocol: string;
  readonly isVariable: boolean;
  /** What Docker says against it, null where it is well formed. */
  readonly problem: string | null;
}

export interface PortParts {
  readonly hostIp: string | null;
  readonly published: string | null;
  readonly target: string;
  readonly protocol: string | null;
}

/** Splits `[[ip:][published]:]target[/protocol]`; colons inside `${…}` and `[…]` do not count. */
export function splitPort(text: string): PortParts {
  const slash = text.lastIndexOf("/");
  const hasProtocol = slash !== -1 && !text.slice(slash).includes("}");
  const protocol = hasProtocol ? text.slice(slash + 1) : null;
  const parts = splitColons(hasProtocol ? text.slice(0, slash) : text);
  const target = parts.pop() ?? "";
  const published = parts.pop() ?? null;
  const hostIp = parts.length === 0 ? null : parts.join(":").replace(/^\[|\]$/g, "");
  return { hostIp, published, target, protocol };
}

/** The parts between colons that stand outside braces and brackets. */
export function splitColons(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth = Math.max(0, depth - 1);
    else if (character === ":" && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Reads the short form. `canPublish` is false for `expose`. */
export function readShortPort(text: string, span: Span, canPublish = true): ComposePort {
  const parts = splitPort(text);
  return makePort(text, span, true, parts, canPublish);
}

export function makePort(text: string, span: Span, isShort: boolean, parts: PortParts, canPublish = true): ComposePort {
  const target = readRange(parts.target);
  const published = parts.published === null || parts.published === "" ? null : readRange(parts.published);
  const isVariable = text.includes("$");
  return {
    text,
    span,
    isShort,
    hostIp: parts.hostIp === "" ? null : parts.hostIp,
    published: typeof published === "string" ? null : published,
    isPublished: parts.published !== null && parts.published !== "",
    target: typeof target === "string" ? null : target,
    protocol: (parts.protocol ?? "tcp").toLowerCase(),
    isVariable,
    problem: isVariable ? null : problemOf(text, parts, target, published, canPublish),
  };
}

function problemOf(
  text: string,
  parts: PortParts,
  target: PortRange | string,
  published: PortRange | string | null,
  canPublish: boolean,
): string | null {
  if (!canPublish && parts.published !== null) return "publishes nothing";
  if (parts.hostIp?.includes(":") === true && !text.startsWith("[")) return "an IPv6 address needs brackets";
  if (typeof target === "string") return target;
  if (typeof published === "string") return published;
  if (parts.hostIp !== null && parts.hostIp !== "" && !isAddress(parts.hostIp))
    return `\`${parts.hostIp}\` is no IP address`;
  if (parts.protocol !== null && !["tcp", "udp", "sctp"].includes(parts.protocol.toLowerCase())) {
    return `\`${parts.protocol}\` is no protocol`;
  }
  if (published !== null && target.last > target.first && lengthOf(target) !== lengthOf(published)) {
    return "the two ranges differ in length";
  }
  return null;
}

function lengthOf(range: PortRange): number {
  return range.last - range.first + 1;
}

/** `80` or `80-90`; the problem as a text where it is neither. */
function readRange(text: string): PortRange | string {
  const parts = text.split("-");
  const numbers = parts.map(part => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN));
  const [first, last = first] = numbers;
  if (parts.length > 2 || first === undefined || last === undefined || numbers.some(Number.isNaN)) {
    return text === "" ? "the container's port is missing" : `\`${text}\` is no port`;
  }
  if (first > 65_535 || last > 65_535) return `\`${text}\` is above 65535`;
  if (last < first) return `\`${text}\` runs backwards`;
  return { first, last };
}

function isAddress(text: string): boolean {
  if (text.includes(":")) return /^[0-9a-fA-F:.]{2,45}(?:%\w{1,15})?$/.test(text);
  const parts = text.split(".");
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

export function overlap(left: PortRange, right: PortRange): boolean {
  return left.first <= right.last && right.first <= left.last;
}
