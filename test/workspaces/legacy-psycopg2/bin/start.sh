#!/bin/sh
# Starts the portal behind the web server of this machine.
exec gunicorn --bind 127.0.0.1:5000 --workers 3 "acme.portal.web:create_app()"
