"""Settings of the shop, read from the environment when a process starts. See .env.example."""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv()
BASE_DIR = Path(__file__).resolve().parent

SECRET_KEY = os.environ["SECRET_KEY"]

# Hosting platforms hand out URLs without a driver; SQLAlchemy must be told to use psycopg 3.
SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"]
for _scheme in ("postgres://", "postgresql://"):
    if SQLALCHEMY_DATABASE_URI.startswith(_scheme):
        SQLALCHEMY_DATABASE_URI = "postgresql+psycopg://" + SQLALCHEMY_DATABASE_URI[len(_scheme) :]
        break

# One Redis holds the queue, the results and the nightly report's lock.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
CELERY_RESULT_BACKEND = CELERY_BROKER_URL

# Packing slips and other attachments of orders.
UPLOAD_FOLDER = os.environ.get("UPLOAD_FOLDER", str(BASE_DIR / "uploads"))
MAX_CONTENT_LENGTH = 8 * 1024 * 1024

LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
LOG_FOLDER = BASE_DIR / "logs"

# Outgoing mail. STARTTLS and a login are used as soon as a user name is set. Without a server no
# order could be confirmed, so there is no default.
MAIL_SERVER = os.environ["MAIL_SERVER"]
MAIL_PORT = int(os.environ.get("MAIL_PORT", "587"))
MAIL_USERNAME = os.environ.get("MAIL_USERNAME")
MAIL_PASSWORD = os.environ.get("MAIL_PASSWORD")
MAIL_SENDER = "Tea Shop <orders@shop.example>"
OFFICE_ADDRESS = "office@shop.example"
