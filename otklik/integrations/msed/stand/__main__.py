"""`python -m otklik.integrations.msed.stand`."""

import sys

from otklik.integrations.msed.stand.command import main

sys.exit(main(sys.argv[1:]))
