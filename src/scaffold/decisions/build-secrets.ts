import { citeAll } from "../cite";
import type { BuildSecret } from "../install/install-design";
import { CA_BUNDLE } from "../install/install-request";
import { hasLogin, isPrivateIndex } from "../layout/package-indexes";
import type { Subject } from "./subject";

/** Where tools look for a file by themselves, so that no command has to name it. */
const FILES: Readonly<Record<string, Pick<BuildSecret, "target" | "file">>> = {
  netrc: { target: "/root/.netrc", file: "${NETRC:-${HOME}/.netrc}" },
  "pip.conf": { target: "/root/.config/pip/pip.conf", file: "${PIP_CONF:-${HOME}/.config/pip/pip.conf}" },
  ca: { target: CA_BUNDLE, file: `\${CA_BUNDLE:-${CA_BUNDLE}}` },
};

/** Managers whose installs go through pip, which reads its configuration. */
const USES_PIP = /^(?:pip|pip-tools|setuptools|hatch|pipenv|poetry)$/;
/** A variable and no name of a file. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;

/** What the installs may read of this machine to be let in to an index, never as an argument of the build. */
export function decideSecrets({ layout, decider, recon }: Subject, manager: string): readonly BuildSecret[] {
  const { urls, variables, pipConfiguration } = layout.packageIndexes;
  const closed = urls.filter(isPrivateIndex);
  const front = recon.frontEnds.flatMap(({ path }) => layout.nodePackages.get(path)?.variables ?? []);
  const usesOwnConfiguration = pipConfiguration !== null && USES_PIP.test(manager);
  const found = [
    ...(closed.some(index => !hasLogin(index)) ? ["netrc"] : []),
    ...(usesOwnConfiguration ? ["pip.conf"] : []),
    ...variables.map(({ name }) => name),
    ...front.map(({ name }) => name),
  ];
  const places = [...closed.flatMap(({ place }) => place ?? []), ...[...variables, ...front].map(({ place }) => place)];
  const named = [...variables, ...front].map(({ name }) => name);
  const secrets = decider.list({
    key: "install.secrets",
    value: [...new Set(found)],
    reason:
      named.length > 0
        ? `An install takes a login from ${named.slice(0, 3).join(", ")}${citeAll(places)}; it comes as a build secret from the environment and stays in no layer.`
        : closed.length > 0
          ? `A package index other than the public one is named${citeAll(places)}; its login comes as a build secret and stays in no layer.`
          : usesOwnConfiguration
            ? `pip reads ${pipConfiguration} while the image is built, and no layer keeps it.`
            : "Only the public package index is used.",
    places: places.slice(0, 3),
    alternatives: [["netrc"], ["netrc", "ca"], ["pip.conf"]],
  });
  const own = pipConfiguration === null ? {} : { "pip.conf": `./${pipConfiguration}` };
  return secrets.map(id => secretOf(id, own, front.some(({ name }) => name === id) ? "node" : "python"));
}

function secretOf(id: string, own: Readonly<Record<string, string>>, reader: BuildSecret["reader"]): BuildSecret {
  const known = FILES[id];
  if (known) return { id, ...known, file: own[id] ?? known.file, reader };
  return VARIABLE.test(id)
    ? { id, target: null, file: null, reader }
    : { id, target: `/run/secrets/${id}`, file: `./secrets/${id}`, reader };
}
