/**
 * Distributions that pip finds nothing of on Linux: those of Windows and macOS, and those that a Linux distribution brings as
 * its own packages. `pip freeze` lists them where it was run. The public index has no wheel for Linux of any (November 2026), but
 * for pypiwin32, win10toast, WMI and pyobjc, which need one that has none, and for a namesake of `screen-resolution-extra`.
 */
const ELSEWHERE =
  /^(?:pywin32|pypiwin32|pywinpty|windows-curses|winsdk|winrt(?:-.+)?|win10toast|wmi|py2exe|pyobjc(?:-.+)?|pkg-resources|python-apt|unattended-upgrades|ubuntu-(?:advantage-tools|drivers-common|pro-client|fan)|ufw|command-not-found|language-selector|cloud-init|landscape-common|apturl|usb-creator|screen-resolution-extra|cupshelpers|xkit)$/;

/** Versions that Debian and Ubuntu give to what they pack: `1.1+ubuntu0.2`, `0.23ubuntu1`. */
const PACKED = /\d(?:\+?ubuntu|\+deb|\+dfsg)/;

/** Whether a line of a requirements file can be installed on another system only; a marker says where it is wanted. */
export function isOfOtherSystem(entry: {
  readonly name: string;
  readonly specifier: string;
  readonly url: string | null;
  readonly marker: string | null;
}): boolean {
  if (entry.marker !== null || entry.url?.includes("://")) return entry.name === "pkg-resources";
  return ELSEWHERE.test(entry.name) || PACKED.test(entry.specifier);
}

/** Whether a requirement comes from a folder of the machine on which the list was written, as `pip freeze` of conda has it. */
export function isOfOtherMachine({ url }: { readonly url: string | null }): boolean {
  return url !== null && /^file:\/\/\//.test(url);
}
