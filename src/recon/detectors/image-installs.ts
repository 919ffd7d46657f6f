import type { Evidence } from "../../model/evidence";
import type { Instruction } from "../../docker/dockerfile/types";
import type { ShellCommand } from "../../docker/shell/types";
import { readRunScript } from "../../docker/shell/run-script";
import { unwrap, programOf } from "../commands/unwrap";
import { defineDetector } from "../define-detector";
import { DOCKERFILE_GLOBS, dockerfilePaths, isAuxiliaryDockerfile } from "../docker/dockerfiles";
import { imageFacts } from "../docker/image-facts";
import { parseRequirement } from "../../python/packaging/requirement";

/** Installers themselves are no dependency of the application. */
const TOOLS = new Set([
  "pip",
  "setuptools",
  "wheel",
  "poetry",
  "pipenv",
  "uv",
  "pdm",
  "hatch",
  "build",
  "virtualenv",
  "pip-tools",
  "poetry-core",
  "poetry-plugin-export",
  "pipx",
  "conda",
  "cython",
  "twine",
  "tox",
  "nox",
  "pyinstaller",
  "nuitka",
  "maturin",
  "cibuildwheel",
  "auditwheel",
]);
/** Options of `pip install` and `uv pip install` that take the next word for their value. */
const VALUED = new Set(
  [
    "-r --requirement --requirements -c --constraint --constraints --build-constraint -b --overrides --override --exclude",
    "-e --editable -i --index-url --extra-index-url --index --default-index -f --find-links --index-strategy",
    "--keyring-provider --trusted-host --proxy --retries --timeout --exists-action --cert --client-cert --cache-dir",
    "-t --target --prefix --root --src --python -p --python-version --python-platform --python-preference --platform",
    "--implementation --abi --upgrade-strategy --root-user-action --report --progress-bar --log --use-feature",
    "--use-deprecated --global-option --install-option --config-settings -C --config-setting --no-binary --only-binary",
    "--extra --group --only-group --prerelease --resolution --fork-strategy --exclude-newer --link-mode --directory",
    "--project --color --config-file --refresh-package --reinstall-package --upgrade-package -P --torch-backend",
  ]
    .join(" ")
    .split(" "),
);

/** Distributions that only a Dockerfile installs (`RUN pip install gunicorn`). */
export const detector = defineDetector({
  id: "image-installs",
  title: "Distributions installed by Dockerfiles",
  reads: { files: [...DOCKERFILE_GLOBS] },
  detect: context =>
    dockerfilePaths(context.files)
      .filter(path => !isAuxiliaryDockerfile(path))
      .flatMap((path): readonly Evidence[] => {
        const facts = imageFacts(context.workspace, path);
        const installs = (facts?.installs ?? []).filter(mentionsPip);
        return installs.flatMap(instruction =>
          readRunScript(instruction).commands.flatMap((command, at, commands) => {
            if (isTested(command, commands[at - 1])) return [];
            const words = unwrap(command.words.map(({ text }) => text));
            const names = requirementsOf(words);
            return names.flatMap((text): readonly Evidence[] => {
              const requirement = parseRequirement(text);
              if (requirement === null || TOOLS.has(requirement.name) || requirement.url !== null) return [];
              const offset = command.words.find(word => word.text === text)?.span.start ?? command.span.start;
              return [
                {
                  claim: "extra-dependency",
                  name: requirement.name,
                  specifier: requirement.specifier,
                  ...(requirement.extras.length > 0 ? { extras: requirement.extras } : {}),
                  place: context.workspace.place(path, offset),
                },
              ];
            });
          }),
        );
      }),
});

/** `[ "$ENV" = live ] || pip install pytest`: what only some builds install. */
function isTested({ connector, list }: ShellCommand, before: ShellCommand | undefined): boolean {
  return (
    (connector === "&&" || connector === "||") && before?.list === list && /^(?:\[{1,2}|test)$/.test(before.name ?? "")
  );
}

/** Most RUN of most images install nothing with pip, and their shell text need not be read to know it. */
function mentionsPip({ body, heredocs }: Instruction): boolean {
  return body.text.includes("pip") || heredocs.some(heredoc => heredoc.body.includes("pip"));
}

/** The requirements given to `pip install`, `python -m pip install` and `uv pip install`. */
function requirementsOf(words: readonly string[]): readonly string[] {
  const at = words.indexOf("install");
  const before = words.slice(0, at).map(programOf);
  if (at < 1 || !before.some(word => /^pip[\d.]*$/.test(word)) || before.includes("apt-get")) return [];
  const found: string[] = [];
  for (let index = at + 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (VALUED.has(word)) index++;
    else if (!word.startsWith("-") && !/^[.~/]|[$*/]|\.(?:whl|txt|tar\.gz|zip)$/.test(word)) found.push(word);
  }
  return found;
}
