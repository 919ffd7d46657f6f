"""Settings, one module for each place the project runs in."""
