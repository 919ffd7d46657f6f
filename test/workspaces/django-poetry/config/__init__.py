"""Project: settings, URLs and the WSGI application."""
