import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { isSwitchedOn } from "../readiness/switches";

const REDIRECTS = among(isProductionCode, redirects);
const HEADERS = among(isProductionCode, (_project, { facts }) =>
  facts.assignments.filter(({ target, value }) => target === "SECURE_PROXY_SSL_HEADER" && value !== null),
);

/**
 * Django that answers plain HTTP with a redirect, and is told by no header that the proxy in front took HTTPS: every answer is
 * the same redirect again (Django's reference of `SECURE_SSL_REDIRECT`).
 */
export const detector = defineDetector({
  id: "readiness-https-redirect",
  title: "Redirects to HTTPS behind a proxy",
  reads: { everything: true },
  detect({ each }) {
    const found = each(REDIRECTS);
    return found.length === 0 || each(HEADERS).length > 0 ? [] : found;
  },
});

function redirects(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return file.facts.assignments.flatMap(({ target, value, scope, offset }) => {
    if (target !== "SECURE_SSL_REDIRECT" || !value) return [];
    const { value: resolved, variables } = project.resolve(file, value, scope);
    if (!isSwitchedOn(resolved)) return [];
    const [variable] = variables;
    return [
      {
        claim: "readiness" as const,
        rule: "https-redirect",
        what: "every request without TLS is redirected to HTTPS",
        why: "The container speaks plain HTTP, so behind a proxy that takes HTTPS each request is redirected to itself for ever.",
        place: project.place(file, offset),
        fix: `Set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") where a proxy sets that header${
          variable === undefined ? "" : `, and ${variable} to false where none is`
        }.`,
      },
    ];
  });
}
