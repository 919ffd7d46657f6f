"""The API of Harbour."""
