import type { Value } from "../../python/facts";
import { walk } from "../applications/values";
import { defineDetector } from "../define-detector";
import { addressProblem } from "../integrations/address";
import { leadingText, readHttpAddress } from "../integrations/http-address";
import { integration, type IntegrationEvidence } from "../integrations/integration-evidence";
import { isOwnCode } from "../integrations/own-code";

const CLIENTS = ["requests", "httpx", "aiohttp", "urllib3", "niquests", "zeep", "openai", "tornado", "treq"];
const ADDRESS_NAME = /(?:^|[._])(?:\w*_)?(?:URL|URI|ENDPOINT|BASE_URL|API_BASE|HOST)$/i;
/** What such settings hold besides APIs: the application's own address, pages for people, assets. */
const OTHER_NAME =
  /STATIC|MEDIA|LOGIN|LOGOUT|REDIRECT|CALLBACK|DOCS?_|DOCUMENTATION|HOMEPAGE|LOGO|ICON|IMAGE|FRONTEND|ORIGIN|SITE_|ROOT_URL|PUBLIC|TERMS|PRIVACY|SUPPORT|SCHEMA|NAMESPACE|DATABASE|REDIS|BROKER|CACHE|AVATAR|SELF|OWN_|_UI_|UI_URL|WEB_URL|CLIENT_URL|APP_URL|ADMIN_URL|REPO|SOURCE_URL|PROJECT_URL|DOWNLOAD|ISSUE|CHANGELOG|LICEN[CS]E/i;

/**
 * Addresses of HTTP APIs that settings hold, where the workspace has an HTTP client: a default of an environment variable, a
 * field of a settings class, or a constant named for a service's address.
 */
export const detector = defineDetector({
  id: "integration-http-settings",
  title: "HTTP APIs in settings",
  reads: { everything: true },
  detect({ project, python }) {
    if (!CLIENTS.some(client => project.thirdParty.has(client))) return [];
    return python.filter(isOwnCode).flatMap(file => {
      const found: IntegrationEvidence[] = [];
      const look = (root: Value, name: string, scope: number): void => {
        const isAddress = ADDRESS_NAME.test(name) && !OTHER_NAME.test(name);
        if (!isAddress) return;
        walk(root, value => {
          if (value.kind !== "string" && value.kind !== "template") return;
          const text = leadingText(value);
          const address = readHttpAddress(text);
          if (!address) return;
          const { variables } = project.resolve(file, root, scope);
          if (variables.some(variable => OTHER_NAME.test(variable))) return;
          const place = project.place(file, value.offset, variables.length > 0 ? "high" : "medium");
          found.push(
            integration("http-api", "settings", place, {
              host: address.host,
              protocol: address.protocol,
              variables,
              breaks: addressProblem(text),
              optional: true,
            }),
          );
        });
      };
      for (const { target, key, value, scope, annotation } of file.facts.assignments) {
        if (!value) continue;
        const name = key?.kind === "string" ? key.value : (target.split(".").at(-1) ?? target);
        const isConstant = name === name.toUpperCase();
        const isField = annotation !== null && scope >= 0 && file.facts.definitions[scope]?.kind === "class";
        if (isConstant || isField) look(value, name, scope);
      }
      for (const call of file.facts.calls) {
        for (const keyword of call.keywords) if (keyword.name !== null) look(keyword.value, keyword.name, call.scope);
        // `setting("API_URL", "http://…")`, whatever the reading function is called.
        const [name, fallback] = call.arguments;
        if (name?.kind === "string" && fallback) look(fallback, name.value, call.scope);
      }
      return found;
    });
  },
});
