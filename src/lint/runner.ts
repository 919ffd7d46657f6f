import { lineIndexOf, lineStarts } from "../docker/line-map";
import type { Finding, Language } from "../model/finding";
import { compareText } from "../model/place";
import type { Confidence, Place, Span } from "../model/place";
import { NO_SURROUNDINGS, overlaysOf, readProject } from "../docker/compose/project";
import type { ComposeSurroundings } from "../docker/compose/project";
import { readComposeIgnores } from "./compose-ignore";
import { composeSurroundings, readComposeView } from "./compose-view";
import type { ComposeContext, ComposeView } from "./compose-context";
import type { DockerfileContext, DockerfileView } from "./dockerfile-context";
import { dockerfileViewOf } from "./dockerfile-view";
import { keepsArrays } from "./query/fixing";
import { NO_HADOLINT_CONFIGURATION } from "./hadolint-configuration";
import { readIgnores } from "./ignore";
import { makeFinding } from "./make-finding";
import { makePlace } from "./make-place";
import type { LintOptions } from "./options";
import { COMPOSE_RULES, DOCKERFILE_RULES, WORKSPACE_RULES } from "./registry";
import type { ReportedFix, ReportOptions, Rule } from "./rule";
import { selectRules } from "./selection";
import type { WorkspaceContext, WorkspaceFacts } from "./workspace-context";

export interface LintedFile {
  /** Relative to the lint root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly language: Language;
}

const NO_OPTIONS: LintOptions = {};

/** For a file that is not linted itself, such as a manifest. */
const NO_IGNORES = { apply: (finding: Finding): Finding => finding };

const NO_FACTS: WorkspaceFacts = { paths: new Set(), read: () => null, recon: null };

/**
 * Findings of all rules over several files, ordered by path and offset. `facts` is what rules across files may know of the
 * workspace; without it they see the given files alone. Where `only` is given, the other files are there for the rules across
 * files to look at, and nothing is told of them.
 */
export function lintFiles(
  files: readonly LintedFile[],
  facts: WorkspaceFacts = NO_FACTS,
  options: LintOptions = NO_OPTIONS,
  only?: LintedFile,
): readonly Finding[] {
  const dockerfiles: DockerfileView[] = [];
  const composeFiles: ComposeView[] = [];
  const findings: Finding[] = [];
  for (const file of files) {
    if (file.language === "dockerfile") {
      const view = dockerfileViewOf(file);
      dockerfiles.push(view);
      if (only === undefined || file === only) findings.push(...checkDockerfile(view, options));
    } else {
      composeFiles.push(readComposeView(file.path, file.text));
    }
  }
  const surroundings = composeSurroundings(composeFiles, facts === NO_FACTS ? null : facts);
  for (const view of composeFiles)
    if (only === undefined || view.path === only.path) findings.push(...checkCompose(view, options, surroundings));
  findings.push(...checkWorkspace(dockerfiles.filter(isRendered), composeFiles.filter(isRendered), facts, options));
  return sorted(only === undefined ? findings : findings.filter(finding => finding.path === only.path));
}

/** Runs the rules for Dockerfiles over a file that is already read. */
function checkDockerfile(view: DockerfileView, options: LintOptions): readonly Finding[] {
  const hadolint = options.hadolint ?? NO_HADOLINT_CONFIGURATION;
  const ignores = readIgnores(view, hadolint);
  const fitting = rulesFor(view, rulesOf(DOCKERFILE_RULES, "dockerfile", options));
  const selected = selectRules(fitting, ignores.options(options));
  const findings: Finding[] = [];
  const { path, file, text } = view;
  // One context serves all rules in turn: making one for each would cost more than most rules do.
  let current = selected[0];
  const context: DockerfileContext = {
    ...view,
    hadolint,
    report: (span, message, reported) => {
      if (current === undefined) return;
      const { rule, severity } = current;
      const fixes = reported?.fixes?.filter(fix => keepsArrays(view, fix));
      const options = fixes === undefined ? reported : { ...reported, fixes };
      const made = makeFinding(rule, severity, path, file.lines, text.length, span, message, options);
      const finding = ignores.apply(made);
      if (finding !== null) findings.push(finding);
    },
  };
  for (current of selected) current.rule.check(context);
  return findings;
}

function checkCompose(
  view: ComposeView,
  options: LintOptions,
  surroundings: ComposeSurroundings = NO_SURROUNDINGS,
): readonly Finding[] {
  const lines = lineStarts(view.text);
  const findings: Finding[] = [];
  const project = readProject(view, surroundings);
  const told = new Set<string>();
  const ignores = readComposeIgnores(view.text);
  const overlays = overlaysOf(view.path, project, surroundings);
  const placeOf: ComposeContext["placeOf"] = (span, path = view.path, confidence = "high") => {
    const text = project.files.find(file => file.path === path)?.document.text ?? view.text;
    return makePlace(path, text, path === view.path ? lines : lineStarts(text), span, confidence);
  };
  const broken = new Set(view.document.problems.map(({ span }) => lineIndexOf(lines, span.start)));
  // What a line holds that is no YAML may stand elsewhere than it seems, and a fix would take it along; a carriage return of its own
  // ends a line for Compose and none here.
  const hasLoneReturn = /\r(?!\n)/.test(view.text);
  const isSound = ({ edits }: ReportedFix): boolean =>
    !hasLoneReturn &&
    edits.every(({ path = view.path, span }) => {
      const [first, last] = [lineIndexOf(lines, span.start), lineIndexOf(lines, span.end)];
      return path !== view.path || ![...broken].some(line => first <= line && line <= last);
    });
  for (const { rule, severity } of selectRules(rulesFor(view, rulesOf(COMPOSE_RULES, "compose", options)), options)) {
    const context: ComposeContext = {
      ...view,
      project,
      overlays,
      placeOf,
      report: (span, message, reported) => {
        // What an anchor holds is seen once by each service that names it, and told once.
        const key = `${rule.code} ${String(span.start)} ${String(span.end)}`;
        if (told.has(key)) return;
        told.add(key);
        const fixes = reported?.fixes?.filter(isSound);
        const kept = fixes === undefined ? reported : { ...reported, fixes };
        const made = makeFinding(rule, severity, view.path, lines, view.text.length, span, message, kept);
        const finding = ignores.apply(made);
        if (finding !== null) findings.push(finding);
      },
    };
    rule.check(context);
  }
  return findings;
}

function checkWorkspace(
  dockerfiles: readonly DockerfileView[],
  composeFiles: readonly ComposeView[],
  facts: WorkspaceFacts,
  options: LintOptions,
): readonly Finding[] {
  const selected = selectRules(rulesOf(WORKSPACE_RULES, "workspace", options), options);
  if (selected.length === 0) return [];
  const hadolint = options.hadolint ?? NO_HADOLINT_CONFIGURATION;
  const texts = new Map<string, { readonly text: string; readonly lines: readonly number[] }>();
  for (const view of dockerfiles) texts.set(view.path, { text: view.text, lines: view.file.lines });
  for (const view of composeFiles) texts.set(view.path, { text: view.text, lines: lineStarts(view.text) });
  // Most files have no finding of these rules, so their comments are read where one is made.
  const ignores = new Map<string, { readonly apply: (finding: Finding) => Finding | null }>();
  const ignoresOf = (path: string): { readonly apply: (finding: Finding) => Finding | null } => {
    const known = ignores.get(path);
    if (known !== undefined) return known;
    const dockerfile = dockerfiles.find(view => view.path === path);
    const compose = composeFiles.find(view => view.path === path);
    const read =
      dockerfile !== undefined
        ? readIgnores(dockerfile, hadolint)
        : compose !== undefined
          ? readComposeIgnores(compose.text)
          : NO_IGNORES;
    ignores.set(path, read);
    return read;
  };
  const textOf = (path: string): { readonly text: string; readonly lines: readonly number[] } => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const text = facts.read(path) ?? "";
    const read = { text, lines: lineStarts(text) };
    texts.set(path, read);
    return read;
  };
  const findings: Finding[] = [];
  const seen = new Set<string>();
  // One context serves all rules in turn, as above.
  let current = selected[0];
  const report = (path: string, span: Span, message: string, reported?: ReportOptions): void => {
    if (current === undefined) return;
    const { rule, severity } = current;
    // Several services may be built from one file, and several projects hold one: each place is told once.
    const key = `${rule.code} ${path} ${String(span.start)} ${String(span.end)}`;
    if (seen.has(key)) return;
    seen.add(key);
    const { text, lines } = textOf(path);
    const made = makeFinding(rule, severity, path, lines, text.length, span, message, reported);
    const finding = ignoresOf(path).apply(made);
    if (finding !== null) findings.push(finding);
  };
  const placeOf = (path: string, span: Span, confidence: Confidence = "high"): Place => {
    const { text, lines } = textOf(path);
    return makePlace(path, text, lines, span, confidence);
  };
  const context: WorkspaceContext = { ...facts, dockerfiles, composeFiles, placeOf, report };
  for (current of selected) current.rule.check(context);
  return findings;
}

function isRendered(view: { readonly template: Span | null }): boolean {
  return view.template === null;
}

/** All rules for most files; for a template those that say what it is. */
function rulesFor<Each extends Rule>(
  view: { readonly template: Span | null },
  rules: readonly Each[],
): readonly Each[] {
  return isRendered(view) ? rules : rules.filter(rule => rule.readsTemplates === true);
}

function rulesOf<Target extends Rule["target"]>(
  registered: readonly Extract<Rule, { readonly target: Target }>[],
  target: Target,
  options: LintOptions,
): readonly Extract<Rule, { readonly target: Target }>[] {
  if (options.rules === undefined) return registered;
  return options.rules.filter((rule): rule is Extract<Rule, { readonly target: Target }> => rule.target === target);
}

/** Findings by path, then in the order of the text. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (left, right) =>
      compareText(left.path, right.path) ||
      left.span.start - right.span.start ||
      left.span.end - right.span.end ||
      compareText(left.code, right.code),
  );
}
