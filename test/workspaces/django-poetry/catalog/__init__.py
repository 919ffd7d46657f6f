"""Books and the public pages."""
