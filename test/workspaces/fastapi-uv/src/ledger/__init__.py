"""A double-entry ledger behind an HTTP API."""
