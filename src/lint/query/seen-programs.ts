import type { ShellCommand } from "../../docker/shell/types";
import type { RunStep } from "../dockerfile-context";

/** Programs that do what their words say and nothing more: they run no script, and unpack no files that are not seen. */
const SEEN: ReadonlySet<string> = new Set(
  (
    "[ [[ : addgroup adduser alias apk apt apt-cache apt-get apt-mark aptitude basename cat cd chgrp chmod chown conda cp curl cut date " +
    "deluser dirname echo env exec exit export false find gpg grep groupadd gunzip head id install ldconfig ln locale-gen ls " +
    "mamba micromamba mkdir mktemp mv nproc pip pip2 pip3 pipenv printf pwd readlink return rm rmdir sed set sha256sum sleep " +
    "sort source stat strip tail tee test touch tr true type umask uname uniq unset update-ca-certificates " +
    "update-locale useradd userdel usermod uv wc wget which xz"
  ).split(" "),
);

/** True where a step runs, or may run, a program of which nothing is known: one of the project's own, an interpreter, an installer. */
export function runsUnseen(run: RunStep): boolean {
  // The exec form of a program, a script in another language.
  if (run.commands.length === 0) return true;
  const handing = new Set(run.commands.map(each => each.wrapper));
  return run.commands.some(each => !handing.has(each) && isUnseen(each));
}

/** True for a command whose program is not known; one that only hands on to another stands for nothing itself. */
export function isUnseen({ name, words, assignments }: ShellCommand): boolean {
  if (name === null) return words.length > 0 || assignments.some(each => each.value.value === null);
  return !SEEN.has(name);
}
