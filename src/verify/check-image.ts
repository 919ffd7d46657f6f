import type { Place } from "../model/place";
import { isSecretName } from "../workspace/mask";
import { nameOf } from "../model/paths";
import { historyInstructions, instructionsOf, type BuiltFile } from "./instruction-places";
import type { ImageTree } from "./image-tree";

export interface ImageFinding {
  readonly kind: "secret" | "hardening";
  readonly what: string;
  readonly place: Place | null;
}

const COMPILERS = ["gcc", "g++", "cc", "clang", "make"];

/** Set-user-id programs that Debian and Alpine bring along. */
const EXPECTED_SETUID = new Set(
  `chage chfn chsh expiry gpasswd mount newgrp passwd su sudo umount unix_chkpwd dbus-daemon-launch-helper ssh-keysign
   ssh-agent at crontab write wall fusermount fusermount3 bbsuid`.split(/\s+/),
);

/** Folders of the distribution and of Python itself, where names and modes are not the application's. */
const SYSTEM = /^(?:proc|sys|dev|usr\/share|var\/lib\/dpkg|usr\/lib\/python3|usr\/local\/lib\/python[\d.]+)(?:\/|$)/;

/** Folders of the distribution. `/usr/src/app` is a usual place for an application. */
const DISTRIBUTION = /^(?:usr(?!\/(?:local\/)?(?:app|src)\/)|lib|lib64|bin|sbin|var\/lib|proc|sys|dev)\//;

/** What Python and installed distributions bring along, wherever: environment files and keys of their own tests are no secret. */
const INSTALLED = /(?:^|\/)(?:(?:site|dist)-packages|lib\/python[\d.]+)\//;

/** Where the application's own text files may lie; the content of the others is not searched for secrets. */
export function isApplicationPath(path: string): boolean {
  return !DISTRIBUTION.test(path) && !INSTALLED.test(path);
}

/**
 * What a runtime image must not hold: root as its user, compilers, set-user-id programs beyond the distribution's own,
 * `.env` files, version control, shell history, credentials, secrets by value and by form, files that everybody may
 * write. Each with the instruction that brought it; what a later layer deletes counts as well, where it is a secret.
 */
export function checkImage(tree: ImageTree, user: string, built: BuiltFile): readonly ImageFinding[] {
  const instructions = historyInstructions(built, tree.history);
  const from = baseFrom(built);
  const placeOfLayer = (layer: number): Place | null => {
    const instruction = instructions[layer];
    return instruction ? built.placeOf(instruction) : from;
  };
  const compilers = COMPILERS.flatMap((tool): readonly ImageFinding[] => {
    const found = ["usr/bin", "usr/local/bin", "bin"].flatMap(folder => tree.files.get(`${folder}/${tool}`) ?? [])[0];
    const what = `A compiler or build tool is in the image: ${tool}.`;
    return found ? [{ kind: "hardening", what, place: placeOfLayer(found.layer) }] : [];
  });
  const files = [...tree.files].flatMap(([path, { file, layer }]): readonly ImageFinding[] => {
    if (file.kind !== "file" || SYSTEM.test(path)) return [];
    const found = unwanted(path, file.mode, file.bytes);
    return found ? [{ kind: found.kind, what: found.text, place: placeOfLayer(layer) }] : [];
  });
  const matches = tree.matches.map(({ path, layer, what }): ImageFinding => {
    const deleted = tree.files.get(path)?.layer === layer ? "" : ", although a later instruction deletes it";
    return { kind: "secret", what: `The image holds ${what} in /${path}${deleted}.`, place: placeOfLayer(layer) };
  });
  const given = tree.history.flatMap(({ instruction }, index): readonly ImageFinding[] => {
    // An ARG with a secret's name is in the history with what was given, for everybody who has the image.
    const [, argument] = /^ARG (\w+)=\S/.exec(instruction) ?? [];
    if (argument === undefined || !isSecretName(argument) || !instructions[index]) return [];
    const what = `The history of the image shows the value of ${argument}.`;
    return [{ kind: "secret", what, place: placeOfLayer(index) }];
  });
  return [...rootUser(user, built), ...compilers, ...files, ...matches, ...secretVariables(built), ...given];
}

function rootUser(user: string, built: BuiltFile): readonly ImageFinding[] {
  if (!["", "0", "root"].includes(user.split(":", 1)[0] ?? "")) return [];
  const last = instructionsOf(built).findLast(({ kind }) => kind === "USER");
  if (last) return [{ kind: "hardening", what: "The image runs as root.", place: built.placeOf(last) }];
  const from = built.stage?.from;
  return [
    {
      kind: "hardening",
      what: "The image runs as root: no USER is set.",
      place: from ? built.placeOf(from) : null,
    },
  ];
}

function secretVariables(built: BuiltFile): readonly ImageFinding[] {
  return instructionsOf(built).flatMap(instruction =>
    instruction.kind !== "ENV"
      ? []
      : instruction.pairs.flatMap(({ key, value }): readonly ImageFinding[] => {
          const text = value?.value ?? "";
          const isSecret = isSecretName(key.value) && text !== "" && !text.startsWith("$") && !/_FILE$/.test(key.value);
          const what = `The variable ${key.value} has its value in the image.`;
          return isSecret ? [{ kind: "secret", what, place: built.placeOf(instruction) }] : [];
        }),
  );
}

function unwanted(
  path: string,
  mode: number,
  bytes: number,
): { readonly kind: ImageFinding["kind"]; readonly text: string } | null {
  const name = nameOf(path);
  const isInstalled = INSTALLED.test(path);
  if ((mode & 0o4000) !== 0 && !EXPECTED_SETUID.has(name))
    return { kind: "hardening", text: `A set-user-id program is in the image: /${path}.` };
  if (!isInstalled && (name === ".env" || (/^\.env\./.test(name) && !/example|sample|template|dist|test/.test(name))))
    return { kind: "secret", text: `An environment file is in the image: /${path}.` };
  if (path.endsWith(".git/HEAD"))
    return { kind: "hardening", text: `A git repository is in the image: /${path.slice(0, -"/HEAD".length)}.` };
  if (name === ".bash_history" || name === ".python_history")
    return { kind: "hardening", text: `A shell history is in the image: /${path}.` };
  if (!isInstalled && ["id_rsa", "id_ed25519", ".pypirc", ".netrc"].includes(name))
    return { kind: "secret", text: `A credential file is in the image: /${path}.` };
  if ((mode & 0o002) !== 0 && bytes > 0) return { kind: "hardening", text: `Everybody may write /${path}.` };
  return null;
}

function baseFrom(built: BuiltFile): Place | null {
  let stage = built.stage;
  while (stage?.base) stage = stage.base;
  return stage?.from ? built.placeOf(stage.from) : null;
}
