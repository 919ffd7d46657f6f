"""Short links and their hits."""
