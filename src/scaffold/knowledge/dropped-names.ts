/** A call, or a decorator, that a release takes no more; what it is called on is told by `()`: `flask.Flask().route`. */
export interface DroppedCall {
  readonly name: string;
  /** What its first argument is. */
  readonly first?: "text" | "list";
  /** One of its keywords. */
  readonly keywords?: readonly string[];
  /** Texts that one of its arguments or keywords is. */
  readonly texts?: readonly string[];
  /** With one of these it still does. */
  readonly without?: readonly string[];
}

/** Names that code of an earlier time uses, and that a release of the distribution has no more. */
export interface DroppedNames {
  readonly hold: string;
  /** The first release without them. */
  readonly before: string;
  /** In full; each stands for all that lies below it as well: `moviepy.editor`. */
  readonly imports?: readonly string[];
  readonly calls?: readonly DroppedCall[];
  /** Names that only releases from `before` on have: code that imports or calls one runs with these. */
  readonly newer?: readonly string[];
  /** Settings that only they read. */
  readonly newerSettings?: readonly string[];
  /** What brings `hold` along, so that it is held also where the project does not name it. */
  readonly with?: readonly string[];
  /** One of these beside it says that the code is written for the newer releases as well. */
  readonly unless?: readonly string[];
  /** Distributions that from this release on go with no such old one: asked for, they take the reason away. */
  readonly limits?: Readonly<Record<string, string>>;
  /** The last Python that the older releases run on, where newer ones are in use. */
  readonly until?: string;
}

function calls(...names: readonly string[]): readonly DroppedCall[] {
  return names.map(name => ({ name }));
}

function of(module: string, names: string): readonly string[] {
  return names.split(" ").map(name => `${module}.${name}`);
}

const NEW_FLASK = { "flask-smorest": "0.44", "flask-security": "5.4", "flask-security-too": "5.4", quart: "0.19" };
const NEWEST_FLASK = { ...NEW_FLASK, "flask-sqlalchemy": "3" };
const TEMPLATES = ["fastapi.templating.Jinja2Templates", "starlette.templating.Jinja2Templates"];
const CONTEXTS = "_app_ctx_stack _request_ctx_stack";
const FLASK_CONTEXTS = [
  ...of("flask", CONTEXTS),
  ...of("flask.globals", CONTEXTS),
  ...of("flask.json", "JSONEncoder JSONDecoder"),
];
const SAFE_COMPARE = ["werkzeug.security.safe_str_cmp"];
const FLASK_SCRIPT = ["flask_script"];
const OLD_TOKENS = of(
  "flask_jwt_extended",
  "jwt_refresh_token_required fresh_jwt_required jwt_optional get_raw_jwt get_jwt_claims jwt_claims_verification_loader",
);
const NEW_TOKENS = ["flask_jwt_extended.get_jwt"];
const NEW_CHAINS = ["langchain.agents.create_agent", "langchain.agents.middleware", "langchain.messages"];

/**
 * From the projects' own lists of changes: using one of these ends in an error with the newest releases. Those of Starlette
 * were seen to, and to work with the one held, on Python 3.11; of Flask and pydantic the one held was.
 */
export const DROPPED_NAMES: readonly DroppedNames[] = [
  {
    hold: "starlette",
    before: "1",
    calls: [
      ...TEMPLATES.map(name => ({ name: `${name}().TemplateResponse`, first: "text" as const })),
      ...calls(
        ...of("starlette.applications.Starlette()", "on_event route websocket_route exception_handler middleware"),
        ...["starlette.applications.Starlette()", "fastapi.FastAPI()"].map(name => `${name}.add_event_handler`),
      ),
      { name: "starlette.applications.Starlette", keywords: ["on_startup", "on_shutdown"] },
    ],
    with: ["fastapi"],
    limits: { fastapi: "0.164" },
  },
  {
    hold: "flask",
    before: "2.3",
    imports: FLASK_CONTEXTS,
    calls: calls("flask.Flask().before_first_request", "flask.Blueprint().before_app_first_request"),
    limits: NEW_FLASK,
    until: "3.13",
  },
  { hold: "flask", before: "3", imports: of("flask", "Markup escape"), limits: NEW_FLASK },
  {
    hold: "werkzeug",
    before: "3",
    imports: of(
      "werkzeug.urls",
      "url_parse url_quote url_quote_plus url_unquote url_unquote_plus url_encode url_decode url_join",
    ),
    calls: [{ name: "werkzeug.security.generate_password_hash", texts: ["plain", "md5", "sha1", "sha256", "sha512"] }],
    with: ["flask"],
    limits: { ...NEW_FLASK, flask: "3" },
  },
  {
    hold: "werkzeug",
    before: "2.1",
    imports: SAFE_COMPARE,
    with: ["flask"],
    limits: { ...NEWEST_FLASK, flask: "2.2" },
    until: "3.13",
  },
  { hold: "flask-sqlalchemy", before: "3", imports: SAFE_COMPARE },
  {
    hold: "flask",
    before: "2",
    imports: FLASK_SCRIPT,
    with: ["flask-script"],
    limits: NEWEST_FLASK,
    until: "3.13",
  },
  { hold: "flask-sqlalchemy", before: "3", imports: FLASK_SCRIPT },
  { hold: "flask-migrate", before: "3", imports: ["flask_migrate.MigrateCommand"] },
  { hold: "flask-jwt-extended", before: "4", imports: OLD_TOKENS, newer: NEW_TOKENS },
  {
    hold: "flask",
    before: "2.3",
    imports: OLD_TOKENS,
    newer: NEW_TOKENS,
    with: ["flask-jwt-extended"],
    limits: NEW_FLASK,
    until: "3.13",
  },
  {
    hold: "pydantic",
    before: "2",
    imports: ["pydantic.BaseSettings"],
    calls: [
      { name: "pydantic.root_validator", without: ["pre", "skip_on_failure"] },
      { name: "pydantic.Field", keywords: ["regex"] },
      { name: "pydantic.constr", keywords: ["regex"] },
    ],
    newer: of(
      "pydantic",
      "field_validator model_validator field_serializer model_serializer computed_field ConfigDict TypeAdapter RootModel",
    ),
    with: ["fastapi"],
    unless: ["pydantic-settings", "pydantic-extra-types", "pydantic-ai", "google-genai", "mcp"],
    limits: { fastapi: "0.126", sqlmodel: "0.0.31", langchain: "0.3", "langchain-core": "0.3" },
    until: "3.13",
  },
  {
    hold: "sqlalchemy",
    before: "2",
    calls: [
      { name: "sqlalchemy.select", first: "list" },
      { name: "sqlalchemy.sql.select", first: "list" },
      { name: "sqlalchemy.MetaData", keywords: ["bind"] },
      ...calls("sqlalchemy.create_engine().execute", "flask_sqlalchemy.SQLAlchemy().engine.execute"),
    ],
    newer: of("sqlalchemy.orm", "DeclarativeBase DeclarativeBaseNoMeta MappedAsDataclass mapped_column"),
    with: ["flask-sqlalchemy", "sqlmodel", "databases", "alembic", "flask-migrate"],
    limits: { "flask-sqlalchemy": "3.1", sqlmodel: "0.0.12", databases: "0.9" },
    until: "3.13",
  },
  {
    hold: "django",
    before: "4",
    imports: [
      "django.conf.urls.url",
      ...of("django.utils.translation", "ugettext ugettext_lazy ugettext_noop ungettext ungettext_lazy"),
      ...of("django.utils.encoding", "force_text smart_text"),
      ...of("django.utils.http", "is_safe_url urlquote urlquote_plus urlunquote urlunquote_plus"),
      "django.contrib.postgres.fields.JSONField",
    ],
    newer: [
      "django.db.models.GeneratedField",
      "django.contrib.auth.decorators.login_not_required",
      "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ],
    newerSettings: ["STORAGES"],
    limits: {
      djangorestframework: "3.15.2",
      "django-filter": "24",
      "django-allauth": "65",
      "django-debug-toolbar": "4.3",
      "django-cors-headers": "4.4",
      "django-extensions": "4",
      channels: "4.1",
    },
    until: "3.11",
  },
  {
    hold: "openai",
    before: "1",
    imports: ["openai.error"],
    calls: calls(...of("openai", "ChatCompletion Completion Embedding Image Moderation")),
    newer: of("openai", "OpenAI AsyncOpenAI AzureOpenAI AsyncAzureOpenAI"),
    unless: ["langchain-openai", "openai-agents"],
    limits: { litellm: "1" },
  },
  { hold: "marshmallow", before: "4", calls: [{ name: "marshmallow.fields", keywords: ["missing", "default"] }] },
  { hold: "pyjwt", before: "2", calls: calls("jwt.encode().decode"), unless: ["flask-jwt-extended"] },
  {
    hold: "streamlit",
    before: "1.37",
    calls: calls(...of("streamlit", "experimental_rerun experimental_memo experimental_singleton")),
    newer: of("streamlit", "fragment dialog"),
    until: "3.13",
  },
  { hold: "gradio", before: "4", calls: calls("gradio.inputs", "gradio.outputs"), until: "3.12" },
  {
    hold: "moviepy",
    before: "2",
    imports: ["moviepy.editor"],
    newer: of("moviepy", "VideoFileClip AudioFileClip ImageClip TextClip CompositeVideoClip concatenate_videoclips"),
  },
  {
    hold: "langchain",
    before: "1",
    imports: [
      ...of("langchain", "chains prompts memory schema output_parsers text_splitter retrievers docstore callbacks"),
      ...of("langchain", "llms vectorstores document_loaders"),
      ...of("langchain.chat_models", "ChatOpenAI AzureChatOpenAI ChatAnthropic ChatOllama ChatVertexAI openai"),
      ...of("langchain.embeddings", "OpenAIEmbeddings HuggingFaceEmbeddings OllamaEmbeddings openai huggingface"),
    ],
    newer: NEW_CHAINS,
    limits: { "langchain-core": "1", "langchain-openai": "1", "langchain-anthropic": "1" },
  },
  {
    hold: "langchain",
    before: "0.2",
    imports: [
      ...of("langchain.chat_models", "ChatOpenAI AzureChatOpenAI ChatAnthropic ChatOllama ChatVertexAI openai"),
      ...of("langchain.embeddings", "OpenAIEmbeddings HuggingFaceEmbeddings OllamaEmbeddings openai huggingface"),
      ...of("langchain.llms", "OpenAI AzureOpenAI HuggingFaceHub LlamaCpp Ollama openai"),
      ...of("langchain.vectorstores", "Chroma FAISS Pinecone Qdrant chroma faiss pinecone"),
      ...of("langchain.document_loaders", "PyPDFLoader TextLoader DirectoryLoader WebBaseLoader CSVLoader"),
    ],
    newer: NEW_CHAINS,
    unless: ["langchain-community"],
    limits: { "langchain-core": "0.2", "langchain-openai": "0.1.8", "langchain-text-splitters": "0.2" },
    until: "3.12",
  },
  {
    hold: "aiogram",
    before: "3",
    imports: ["aiogram.executor", "aiogram.utils.executor", "aiogram.contrib"],
    newer: of("aiogram", "F Router filters fsm client"),
    limits: { aiohttp: "3.9" },
    until: "3.11",
  },
  {
    hold: "python-telegram-bot",
    before: "20",
    imports: ["telegram.ext.Filters"],
    newer: of("telegram.ext", "filters Application ApplicationBuilder"),
    until: "3.11",
  },
];
