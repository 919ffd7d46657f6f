#!/usr/bin/env bash
# Starts the development server. Needs PostgreSQL and Redis on this machine, see README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

flask db upgrade
exec flask run --debug --host 127.0.0.1 --port 5000
