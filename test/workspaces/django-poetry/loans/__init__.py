"""Members, loans and reminders."""
