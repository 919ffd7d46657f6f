"""``python -m hours``."""

import sys

from hours.cli import main

sys.exit(main())
