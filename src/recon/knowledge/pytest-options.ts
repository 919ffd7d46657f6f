/**
 * Options of pytest that a plug-in brings, and the distribution of that.
 * Sources: the plug-ins' own pages on the command line (`pytest --help` with each of them).
 */
const OPTIONS: readonly (readonly [option: RegExp, distribution: string])[] = [
  [/^--(?:no-)?cov(?:-|$)/, "pytest-cov"],
  [/^(?:-n\w*|--numprocesses|--dist|--maxprocesses|--loadscope-reorder)$/, "pytest-xdist"],
  [/^--(?:ds|dc|reuse-db|create-db|(?:no-)?migrations|nomigrations|fail-on-template-vars)$/, "pytest-django"],
  [/^--asyncio-mode$/, "pytest-asyncio"],
  [/^--(?:session-)?timeout(?:-method)?$/, "pytest-timeout"],
  [/^--(?:only-)?reruns(?:-delay)?$/, "pytest-rerunfailures"],
  [/^--benchmark-/, "pytest-benchmark"],
  [/^--(?:html|self-contained-html)$/, "pytest-html"],
  [/^--(?:disable|allow)-(?:socket|hosts|unix-socket)$/, "pytest-socket"],
  [/^--randomly-/, "pytest-randomly"],
];

/** The distributions that bring the options among some words of a command line. */
export function pytestPlugins(words: readonly string[]): readonly string[] {
  const options = words.flatMap(word => (word.startsWith("-") ? word.replace(/=.*$/s, "") : []));
  return [...new Set(options.flatMap(option => OPTIONS.find(([pattern]) => pattern.test(option))?.[1] ?? []))];
}
