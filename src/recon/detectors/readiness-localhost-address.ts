import { defineDetector } from "../define-detector";
import { addressProblem, readAddress } from "../integrations/address";
import { isOwnCode } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";

/** Addresses of other services that point at this machine: they find nothing inside a container. */
export const detector = defineDetector({
  id: "readiness-localhost-address",
  title: "Localhost addresses",
  reads: { everything: true },
  detect({ project, python }) {
    return python.filter(isOwnCode).flatMap(file =>
      boundLiterals(file).flatMap(({ text, offset, name }) => {
        const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
        const isHostSetting =
          /(?:^|[._])(?:HOST|HOSTNAME|SERVER|BROKER|ENDPOINT)S?$/i.test(name) &&
          !/ALLOWED|LISTEN|BIND|ORIGIN|^host$/i.test(name);
        if ((!isUrl && !isHostSetting) || /ORIGIN|CORS|CSRF|REDIRECT|CALLBACK|FRONTEND|ALLOWED/i.test(name)) return [];
        const problem = addressProblem(text);
        if (problem === null) return [];
        const service = readAddress(text)?.service ?? "service";
        return [
          {
            claim: "readiness" as const,
            rule: "localhost-address",
            what: `${name} points at ${isUrl ? (text.split("/", 3)[2]?.replace(/^.*@/, "") ?? "localhost") : text}`,
            why: problem,
            place: project.place(file, offset),
            fix: `Set it from the environment to the name of the ${service} service.`,
          },
        ];
      }),
    );
  },
});
