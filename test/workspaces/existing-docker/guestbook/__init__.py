"""The guest book."""
