"""The worker of Harbour."""
