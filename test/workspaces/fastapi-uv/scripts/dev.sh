#!/bin/sh
# Development server with reload, on this machine only.
set -e
uv run alembic upgrade head
exec uv run uvicorn ledger.main:app --reload --host 127.0.0.1 --port 8000
