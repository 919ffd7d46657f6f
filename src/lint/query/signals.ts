const NAMES: ReadonlySet<string> = new Set(
  (
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP " +
    "TSTP TTIN TTOU UNUSED URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX EMT INFO"
  ).split(" "),
);

/** Signals as Docker reads them: a number above 0, or a name in any case with or without `SIG` (moby/sys/signal). */
export function isSignal(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) > 0 && Number(text) < 128;
  const name = text.toUpperCase().replace(/^SIG/, "");
  return NAMES.has(name) || /^RTMIN\+(?:1[0-5]|\d)$|^RTMAX-(?:1[0-4]|\d)$/.test(name);
}

/** The names with `SIG`, for suggestions. */
export const SIGNAL_NAMES: readonly string[] = [...NAMES].map(name => `SIG${name}`);
