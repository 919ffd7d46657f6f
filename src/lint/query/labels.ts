import licenses from "../knowledge/spdx-licenses.json";
import type { LabelType } from "../hadolint-configuration";
import type { DockerfileContext } from "../dockerfile-context";
import { shorten } from "./fixing";
import { instructionsOf } from "./stages";

const LICENSES: ReadonlySet<string> = new Set(licenses.ids);

/** Whether a label's value has the form that `.hadolint.yaml` asks for. */
function hasForm(type: LabelType, value: string): boolean {
  switch (type) {
    case "url":
      return isUrl(value);
    case "rfc3339":
      return isTime(value);
    case "spdx":
      return LICENSES.has(value);
    case "hash":
      return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
    case "semver":
      return isSemanticVersion(value);
    case "email":
      return isEmail(value);
    default:
      return true;
  }
}

/** RFC 3986: a scheme, a colon, and no character that a URI cannot hold. */
function isUrl(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(value);
}

function isTime(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,12})?(?:[Zz]|[+-](\d{2}):(\d{2}))$/.exec(
    value,
  );
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= days &&
    (hour ?? 24) <= 23 &&
    (minute ?? 60) <= 59 &&
    (second ?? 61) <= 60
  );
}

/** semver.org, 2.0.0: no leading zeros in numbers. */
function isSemanticVersion(value: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(value);
  if (match === null) return false;
  const isNumber = (text: string): boolean => text === "0" || !text.startsWith("0");
  const numbers = match.slice(1, 4).every(part => part !== undefined && isNumber(part));
  const before = (match[4] ?? "0").split(".").every(part => part !== "" && (!/^\d+$/.test(part) || isNumber(part)));
  return numbers && before && (match[5] ?? "0").split(".").every(part => part !== "");
}

function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  const host = value.slice(at + 1);
  if (at < 1 || local.length > 64 || host.length > 255) return false;
  const isLocal = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(local) && !/^\.|\.\.|\.$/.test(local);
  return isLocal && host.split(".").every(part => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(part));
}

/** Reports each label that `.hadolint.yaml` gives a type and whose value has another form. */
export function reportWrongForm(context: DockerfileContext, type: LabelType, form: string, example: string): void {
  if (context.hadolint.labels.size === 0) return;
  for (const { pairs } of instructionsOf(context, "LABEL")) {
    for (const { key, value } of pairs) {
      if (context.hadolint.labels.get(key.value) !== type || value === null || value.value.includes("$")) continue;
      if (hasForm(type, value.value)) continue;
      const name = shorten(key.value, 40);
      context.report(
        value.span,
        `Label \`${name}\` is no ${form}, as .hadolint.yaml asks. Write one such as \`${example}\`.`,
      );
    }
  }
}
