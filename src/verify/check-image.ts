import type { Engine } from "../model/ports";

export interface ImageFinding {
  readonly what: string;
}

/**
 * Looks inside an image for what a runtime image must not hold: root as its user, compilers, setuid programs beyond the
 * distribution's own, `.env` files, version control, shell history, secrets by value, and files of the application
 * that its own user may change. Runs one container without network; secrets are handed over as hashes, never as values.
 */
export async function checkImage(
  engine: Engine,
  image: string,
  options: { readonly secretHashes: readonly string[]; readonly labels: Readonly<Record<string, string>> },
  signal?: AbortSignal,
): Promise<readonly ImageFinding[]> {
  const detail = await engine.image(image);
  const findings: ImageFinding[] = [];
  const user = (detail?.user ?? "").split(":", 1)[0] ?? "";
  if (user === "" || user === "0" || user === "root") findings.push({ what: "The image runs as root." });
  const result = await engine.run(
    image,
    ["-c", PROBE, ...options.secretHashes],
    { labels: options.labels, entrypoint: ["python3"], network: "none", readOnly: true, user: "0" },
    signal,
  );
  if (result.exit !== 0) return findings;
  for (const line of result.stdout.split("\n")) if (line.startsWith("! ")) findings.push({ what: line.slice(2) });
  return findings;
}

/** Standard library only; each finding is one line that starts with `! `. */
const PROBE = `
import hashlib, os, re, stat, sys
hashes = set(sys.argv[1:])
expected = {"chage", "chfn", "chsh", "expiry", "gpasswd", "mount", "newgrp", "passwd", "su", "sudo", "umount", "unix_chkpwd", "dbus-daemon-launch-helper", "ssh-keysign", "ssh-agent", "at", "crontab", "write", "wall", "fusermount", "fusermount3"}
skip = ("/proc", "/sys", "/dev", "/usr/share", "/var/lib/dpkg", "/usr/lib/python3", "/usr/local/lib/python")
def say(text): print("! " + text)
for tool in ("gcc", "g++", "cc", "clang", "make"):
    if any(os.path.exists(os.path.join(p, tool)) for p in ("/usr/bin", "/usr/local/bin", "/bin")):
        say("A compiler or build tool is in the image: " + tool + ".")
word = re.compile(rb"[^\\s\\"'=:,;(){}<>\\[\\]]{8,200}")
seen = 0
for folder, names, files in os.walk("/"):
    if folder.startswith(skip):
        names[:] = []
        continue
    if ".git" in names and os.path.exists(os.path.join(folder, ".git", "HEAD")): say("A git repository is in the image: " + os.path.join(folder, ".git") + ".")
    for name in files:
        path = os.path.join(folder, name)
        try: info = os.lstat(path)
        except OSError: continue
        if not stat.S_ISREG(info.st_mode): continue
        if info.st_mode & stat.S_ISUID and name not in expected: say("A setuid program is in the image: " + path + ".")
        if name == ".env" or (name.startswith(".env.") and not re.search("example|sample|template|dist|test", name)): say("An environment file is in the image: " + path + ".")
        if name in (".bash_history", ".python_history"): say("A shell history is in the image: " + path + ".")
        if name in ("id_rsa", "id_ed25519", ".pypirc", ".netrc"): say("A credential file is in the image: " + path + ".")
        if info.st_mode & stat.S_IWOTH and info.st_size: say("Everybody may write " + path + ".")
        if hashes and info.st_size < 2_000_000 and not folder.startswith(("/usr", "/lib", "/bin", "/sbin", "/var/lib")) and "site-packages" not in folder and seen < 20000:
            seen += 1
            try: data = open(path, "rb").read()
            except OSError: continue
            if any(hashlib.sha256(match).hexdigest() in hashes for match in word.findall(data)): say("A secret value of this workspace is in the image: " + path + ".")
`;
