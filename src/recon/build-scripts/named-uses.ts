/** Uses by the name of a target: whole words only. */
export const TARGETS: Readonly<Record<string, RegExp>> = {
  test: /^(?:run[-_])?(?:unit[-_])?tests?$|[-_]tests$/,
  lint: /^lint(?:ers?)?$/,
  build: /^build$/,
  deploy: /^(?:deploy|release|publish)$/,
  migrate: /^migrat(?:e|ions?)$/,
  install: /^install$/,
  run: /^(?:run|start|serve|runserver)$/,
};

/** Uses by the name of a script whose commands tell none. */
export const SCRIPTS: Readonly<Record<string, RegExp>> = {
  build: /(?:^|[-_.])(?:build|compile)(?:$|[-_.])/i,
  deploy: /(?:^|[-_.])(?:deploy|release|publish)(?:$|[-_.])/i,
  install: /(?:^|[-_.])(?:install|setup|bootstrap|provision)(?:$|[-_.])/i,
  lint: /(?:^|[-_.])(?:lint|format)(?:$|[-_.])/i,
  migrate: /(?:^|[-_.])migrat(?:e|ions?)(?:$|[-_.])/i,
  run: /(?:^|[-_.])(?:entry-?point|run|start|serve|boot)(?:$|[-_.])/i,
  test: /(?:^|[-_.])(?:tests?|coverage)(?:$|[-_.])/i,
};

/** What a target or a script does as its name says. */
export function usesByName(name: string, words: Readonly<Record<string, RegExp>>): readonly string[] {
  return Object.entries(words).flatMap(([use, word]) => (word.test(name) ? [use] : []));
}
