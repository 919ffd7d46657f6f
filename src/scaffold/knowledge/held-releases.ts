/** A distribution of which a newer release breaks what the project has, while nothing of the project bounds it. */
export interface HeldRelease {
  /** Any of these, in a release before `below`; null means every release. */
  readonly when: readonly string[];
  readonly below: string | null;
  /** One of these beside it takes the reason away. */
  readonly unless?: readonly string[];
  readonly hold: string;
  /** The first release of `hold` that breaks it. */
  readonly before: string;
  /** What brings it along, so that it is held also where the project does not name it; an extra is one of `when`. */
  readonly with?: readonly string[];
  readonly extra?: string;
  /** Extras of `hold` that take the reason away. */
  readonly unlessExtras?: readonly string[];
  readonly why: string;
}

const DROPPED = "uses names that it dropped";
const ARRAYS = "is compiled against NumPy 1 and says so nowhere";
const NUMPY = "goes with NumPy 1, which it no longer takes";
const RESOURCES = "imports pkg_resources, which it no longer has";
/** What brings `packaging` along. */
const PACKAGING = ["packaging", "gunicorn"];
const UNDECLARED = "is reached through it, and it imports packaging without saying so";
const CLIENT = "hands its client an argument that it dropped";
const OPENCV = ["opencv-python", "opencv-python-headless", "opencv-contrib-python"];
const MARSHMALLOW = ["flask-marshmallow", "marshmallow-sqlalchemy"];
const ALCHEMY = ["flask-sqlalchemy", "sqlmodel", "alembic", "flask-migrate"];

/**
 * Most rows were seen to fail with the newest releases and to work with the one held, on Python 3.11; the bounds of the others
 * follow from what the projects changed. Where the metadata of what is pinned has the bound, there is no row: the installer
 * keeps to it by itself.
 */
export const HELD_RELEASES: readonly HeldRelease[] = [
  { when: ["flask"], below: "2.3", hold: "werkzeug", before: "3", with: ["flask"], why: DROPPED },
  { when: ["flask"], below: "2.0", hold: "werkzeug", before: "2.1", with: ["flask"], why: DROPPED },
  { when: ["flask"], below: "2.0", hold: "jinja2", before: "3.1", with: ["flask"], why: DROPPED },
  { when: ["flask"], below: "2.0", hold: "itsdangerous", before: "2.1", with: ["flask"], why: DROPPED },
  { when: ["flask"], below: "2.0", hold: "markupsafe", before: "2.1", with: ["flask"], why: DROPPED },
  { when: ["jinja2"], below: "3.0", hold: "markupsafe", before: "2.1", with: ["jinja2"], why: DROPPED },
  { when: ["flask-login"], below: "0.6.3", hold: "werkzeug", before: "3", with: ["flask-login"], why: DROPPED },
  {
    when: ["flask-sqlalchemy"],
    below: "3.0",
    hold: "sqlalchemy",
    before: "2",
    with: ["flask-sqlalchemy"],
    why: DROPPED,
  },
  { when: ["flask-sqlalchemy"], below: "3.0", hold: "flask", before: "2.3", with: ["flask-sqlalchemy"], why: DROPPED },
  { when: ["flask-sqlalchemy"], below: "3.0", hold: "werkzeug", before: "3", with: ["flask-sqlalchemy"], why: DROPPED },
  { when: ["flask-restx"], below: "1.2", hold: "flask", before: "3", with: ["flask-restx"], why: DROPPED },
  { when: ["flask-restx"], below: "1.2", hold: "werkzeug", before: "3", with: ["flask-restx"], why: DROPPED },
  { when: ["flask-restx"], below: "1.0", hold: "werkzeug", before: "2.2", with: ["flask-restx"], why: DROPPED },
  { when: ["flask-wtf"], below: "1.2", hold: "flask", before: "3", with: ["flask-wtf"], why: DROPPED },
  { when: ["flask-wtf"], below: "1.1", hold: "flask", before: "2.3", with: ["flask-wtf"], why: DROPPED },
  { when: ["flask-wtf"], below: "1.2", hold: "werkzeug", before: "3", with: ["flask-wtf"], why: DROPPED },
  { when: ["flask-marshmallow"], below: "1.3", hold: "marshmallow", before: "4", with: MARSHMALLOW, why: DROPPED },
  { when: ["marshmallow-sqlalchemy"], below: "1.1", hold: "marshmallow", before: "4", with: MARSHMALLOW, why: DROPPED },
  { when: ["environs"], below: "11", hold: "marshmallow", before: "4", with: ["environs"], why: DROPPED },
  { when: ["motor"], below: "3.6", hold: "pymongo", before: "4.9", with: ["motor"], why: DROPPED },
  { when: ["gunicorn"], below: "21", hold: "setuptools", before: "82", with: ["gunicorn"], why: RESOURCES },
  { when: ["drf-yasg"], below: "1.21.6", hold: "setuptools", before: "82", with: ["drf-yasg"], why: RESOURCES },
  { when: ["apscheduler"], below: "3.7", hold: "setuptools", before: "82", with: ["apscheduler"], why: RESOURCES },
  { when: ["dash"], below: "2.9.4", hold: "setuptools", before: "82", with: ["dash"], why: RESOURCES },
  { when: ["redis"], below: "6.1", hold: "kombu", before: "5.7", with: ["celery"], why: "is older than it takes" },
  { when: ["redis"], below: null, unless: PACKAGING, hold: "kombu", before: "5.7", with: ["celery"], why: UNDECLARED },
  { when: ["celery"], below: null, unless: PACKAGING, hold: "kombu", before: "5.7", extra: "redis", why: UNDECLARED },
  { when: ["gradio"], below: "5.0", hold: "huggingface-hub", before: "1", with: ["gradio"], why: DROPPED },
  {
    when: ["passlib"],
    below: null,
    hold: "bcrypt",
    before: "5",
    extra: "bcrypt",
    why: "tries it with a long password at first use, which it refuses now",
  },
  {
    when: ["fastapi-users"],
    below: null,
    hold: "sqlalchemy",
    before: "2.1",
    extra: "sqlalchemy",
    why: "falls back to a release of long ago beside it",
  },
  { when: ["pandas"], below: "2.1", hold: "numpy", before: "2", with: ["pandas"], why: ARRAYS },
  { when: ["scikit-learn"], below: "1.3", hold: "numpy", before: "2", with: ["scikit-learn"], why: ARRAYS },
  { when: ["matplotlib"], below: "3.8", hold: "numpy", before: "2", with: ["matplotlib"], why: ARRAYS },
  { when: OPENCV, below: "4.10", hold: "numpy", before: "2", with: OPENCV, why: ARRAYS },
  { when: ["numpy"], below: "2", hold: "pyarrow", before: "25", with: ["streamlit"], why: NUMPY },
  { when: ["pandas"], below: "2.1", hold: "pyarrow", before: "25", with: ["streamlit"], why: NUMPY },
  { when: ["streamlit"], below: "1.36", hold: "pyarrow", before: "25", with: ["streamlit"], why: NUMPY },
  { when: ["fastapi"], below: "0.88", hold: "anyio", before: "4", with: ["fastapi"], why: DROPPED },
  { when: ["starlette"], below: "0.22", hold: "anyio", before: "4", with: ["starlette"], why: DROPPED },
  { when: ["fastapi"], below: "0.110.1", hold: "httpx", before: "0.28", why: CLIENT },
  { when: ["starlette"], below: "0.37.2", hold: "httpx", before: "0.28", why: CLIENT },
  { when: ["anthropic"], below: "0.40", hold: "httpx", before: "0.28", with: ["anthropic"], why: CLIENT },
  { when: ["openai"], below: "1.55.3", hold: "httpx", before: "0.28", with: ["openai"], why: CLIENT },
  {
    when: ["psycopg2", "psycopg2-binary"],
    below: null,
    unless: ["psycopg", "psycopg-binary"],
    hold: "sqlalchemy",
    before: "2.1",
    with: ALCHEMY,
    why: "is no longer what it takes for `postgresql://`",
  },
  {
    when: ["asyncpg", "aiosqlite", "aiomysql", "asyncmy"],
    below: null,
    unless: ["greenlet"],
    hold: "sqlalchemy",
    before: "2.1",
    unlessExtras: ["asyncio"],
    with: ALCHEMY,
    why: "needs greenlet, which it no longer brings",
  },
];
