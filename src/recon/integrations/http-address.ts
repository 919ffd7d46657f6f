import type { Value } from "../../python/facts";

export interface HttpAddress {
  readonly protocol: "http" | "https";
  readonly host: string;
}

/** Names that documentation and tests use for hosts that are not there (RFC 2606 and RFC 6761), and bare numbers. */
const RESERVED = /^(?:(?:.*\.)?example(?:\.(?:com|org|net))?|foo|bar|none|\d+|.*\.(?:invalid|test|example))$/;
/** Stands where a value is not known; no host may hold it. */
const HOLE = "{}";
/** Hosts of identifiers, not of services: XML namespaces, schemas, licences, package pages. */
const IDENTIFIERS =
  /(?:^|\.)(?:w3\.org|xmlsoap\.org|json-schema\.org|schema\.org|purl\.org|opengis\.net|creativecommons\.org|gnu\.org|readthedocs\.(?:io|org))$/;

/**
 * Scheme and host of an address that begins with `http://` or `https://`; null where the host is not literal. Hosts of
 * documentation count where `isConfigured` says that a variable replaces them: they stand for one that is meant.
 */
export function readHttpAddress(text: string, isConfigured = false): HttpAddress | null {
  const match = /^(https?):\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^/:?#\s{}<>$%]+)(?::\d+)?(?:[/?#]|$)/i.exec(text);
  const host = match?.[2]?.toLowerCase();
  if (host === undefined || (RESERVED.test(host) && !isConfigured) || IDENTIFIERS.test(host)) return null;
  return { protocol: match?.[1]?.toLowerCase() === "http" ? "http" : "https", host };
}

/** The literal start of a string, template or concatenation: scheme and host are all that is asked for. */
export function leadingText(value: Value): string {
  if (value.kind === "string") return value.value;
  if (value.kind === "template") {
    const [first, ...rest] = value.parts;
    // A hole right after the literal start may be part of the host: `https://files.{region}.…`.
    return typeof first === "string" ? first + (rest.length > 0 ? HOLE : "") : first ? leadingText(first) : "";
  }
  if (value.kind === "operation" && value.operator === "+" && value.left) return leadingText(value.left) + HOLE;
  return "";
}
