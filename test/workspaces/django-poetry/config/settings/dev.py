"""Settings for a developer's machine."""

from .base import *

DEBUG = True
