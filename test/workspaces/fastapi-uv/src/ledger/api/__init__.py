"""HTTP routes of the ledger."""
