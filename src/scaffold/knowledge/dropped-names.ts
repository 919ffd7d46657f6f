/** Names that code of an earlier time uses, and that a release of the distribution has no more. */
export interface DroppedNames {
  readonly hold: string;
  /** The first release without them. */
  readonly before: string;
  readonly names: RegExp;
  /** What the same file has to have, where the names alone are other distributions' as well. */
  readonly beside?: RegExp;
  /** What brings `hold` along, so that it is held also where the project does not name it. */
  readonly with?: readonly string[];
  /** One of these beside it says that the code is written for the newer releases as well. */
  readonly unless?: readonly string[];
  /** Distributions that from this release on go with no such old one: asked for, they take the reason away. */
  readonly limits?: Readonly<Record<string, string>>;
}

/** `from module import …, name, …`, also over several lines. */
function importing(module: string, names: string): RegExp {
  return new RegExp(`^[ \\t]*from ${module} import (?:\\([^)]*?|[^\\n(]*?)\\b(?:${names})\\b`, "m");
}

const NEW_FASTAPI = { fastapi: "0.164" };
const FLASK_CONTEXTS =
  /@\w+\.before_first_request\b|^[ \t]*from flask[\w.]* import [^\n]*\b(?:_app_ctx_stack|_request_ctx_stack|JSONEncoder|JSONDecoder)\b/m;
const SAFE_COMPARE = importing("werkzeug\\.security", "safe_str_cmp");
const FLASK_SCRIPT = importing("flask_script", "Manager|Server|Command");
const OLD_TOKENS = importing(
  "flask_jwt_extended",
  "jwt_refresh_token_required|fresh_jwt_required|jwt_optional|get_raw_jwt|get_jwt_claims|jwt_claims_verification_loader",
);

/**
 * From the projects' own lists of changes. Those of Flask, Starlette and pydantic were seen to end in an error with the newest
 * releases, at the import or at the first request, and to work with the one held, on Python 3.11.
 */
export const DROPPED_NAMES: readonly DroppedNames[] = [
  { hold: "starlette", before: "1", names: /\.TemplateResponse\(\s*f?["']/, with: ["fastapi"], limits: NEW_FASTAPI },
  {
    hold: "starlette",
    before: "1",
    names: /^@\w+\.(?:on_event|route|websocket_route|exception_handler|middleware)\(|\bon_(?:startup|shutdown)\s*=/m,
    beside: /\bStarlette\(/,
    with: ["fastapi"],
    limits: NEW_FASTAPI,
  },
  { hold: "flask", before: "2.3", names: FLASK_CONTEXTS },
  { hold: "flask", before: "3", names: importing("flask", "Markup|escape") },
  {
    hold: "werkzeug",
    before: "3",
    names: importing(
      "werkzeug\\.urls",
      "url_parse|url_quote(?:_plus)?|url_unquote(?:_plus)?|url_encode|url_decode|url_join",
    ),
    with: ["flask"],
    limits: { flask: "3" },
  },
  { hold: "werkzeug", before: "2.1", names: SAFE_COMPARE, with: ["flask"], limits: { flask: "2.2" } },
  { hold: "flask-sqlalchemy", before: "3", names: SAFE_COMPARE },
  { hold: "flask", before: "2", names: FLASK_SCRIPT, with: ["flask-script"] },
  { hold: "flask-sqlalchemy", before: "3", names: FLASK_SCRIPT },
  { hold: "flask-migrate", before: "3", names: importing("flask_migrate", "MigrateCommand") },
  { hold: "flask-jwt-extended", before: "4", names: OLD_TOKENS },
  { hold: "flask", before: "2.3", names: OLD_TOKENS, with: ["flask-jwt-extended"] },
  {
    hold: "pydantic",
    before: "2",
    names:
      /^[ \t]*from pydantic import (?:\([^)]*?|[^\n(]*?)\bBaseSettings\b|^[ \t]*@(?:pydantic\.)?root_validator(?:\(\s*\))?[ \t]*$|\b(?:Field|constr)\([^()\n]*\bregex\s*=/m,
    with: ["fastapi"],
    unless: ["pydantic-settings"],
    limits: { fastapi: "0.126" },
  },
  {
    hold: "sqlalchemy",
    before: "2",
    names:
      /\bengine\.execute\(|(?:\b(?:sa|sqlalchemy|db)\.|(?<![\w.]))select\(\s*\[|\bsession\.execute\(\s*f?["']|\bMetaData\(\s*(?:bind\s*=|engine\b)/,
    with: ["flask-sqlalchemy", "sqlmodel", "databases", "alembic", "flask-migrate"],
    unless: ["cassandra-driver"],
    limits: { "flask-sqlalchemy": "3.1", sqlmodel: "0.0.12", databases: "0.9" },
  },
  {
    hold: "django",
    before: "4",
    names: new RegExp(
      [
        importing("django\\.conf\\.urls", "url"),
        importing("django\\.utils\\.translation", "ugettext(?:_lazy|_noop)?|ungettext(?:_lazy)?"),
        importing("django\\.utils\\.encoding", "force_text|smart_text"),
        importing("django\\.utils\\.http", "is_safe_url|urlquote(?:_plus)?|urlunquote(?:_plus)?"),
        importing("django\\.contrib\\.postgres\\.fields", "JSONField"),
      ]
        .map(({ source }) => source)
        .join("|"),
      "m",
    ),
  },
  {
    hold: "marshmallow",
    before: "4",
    names: /\bfields\.\w+\([^()\n]*\b(?:missing|default)\s*=/,
    beside: /\bmarshmallow\b/,
  },
  { hold: "pyjwt", before: "2", names: /\bjwt\.encode\([^\n]*\)\.decode\(/, unless: ["flask-jwt-extended"] },
  { hold: "numpy", before: "1.24", names: /\bnp\.(?:float|int|bool|object)\b(?!_)/, with: ["pandas"] },
  {
    hold: "openai",
    before: "1",
    names: /\bopenai\.(?:(?:ChatCompletion|Completion|Embedding|Image|Moderation)\.a?create\(|error\b)/,
  },
  { hold: "moviepy", before: "2", names: /^[ \t]*(?:from moviepy\.editor import|import moviepy\.editor)\b/m },
  {
    hold: "langchain",
    before: "1",
    names:
      /^[ \t]*from langchain\.(?:chains|prompts|memory|schema|output_parsers|text_splitter|retrievers|docstore|llms|chat_models|embeddings|vectorstores|document_loaders|callbacks)\b/m,
  },
  {
    hold: "langchain",
    before: "0.2",
    names: /^[ \t]*from langchain\.(?:llms|chat_models|embeddings|vectorstores|document_loaders)\b/m,
    unless: ["langchain-community"],
  },
  { hold: "streamlit", before: "1.37", names: /\bst\.experimental_(?:rerun|memo|singleton)\b/ },
  { hold: "gradio", before: "4", names: /\bgr\.(?:inputs|outputs)\.|\blaunch\([^()]*\benable_queue\s*=/ },
  {
    hold: "aiogram",
    before: "3",
    names: new RegExp(`${importing("aiogram(?:\\.utils)?", "executor").source}|^[ \\t]*from aiogram\\.contrib\\b`, "m"),
  },
  { hold: "python-telegram-bot", before: "20", names: importing("telegram\\.ext", "Filters") },
];
