"""`python -m typed_depends`: the command line."""

import os
import sys

# `-m` lets the working folder's files stand in for installed packages; `check` runs none.
if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from typed_depends.cli import main

main()
