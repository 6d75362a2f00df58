"""Installs what the browser tests need where it is missing: Chromium and a Chinese font.

Run as `python -m tests.browser.install`; needs apt and the rights to use it, says so otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "fonts-noto-cjk"]


def main() -> int:
    """Exit status: 0 if Chromium is there at the end."""
    if shutil.which("chromium"):
        return 0
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(
            "The browser tests need Chromium: install it (e.g. as root: apt-get install "
            f"{' '.join(PACKAGES)}) and run the tests again.",
            file=sys.stderr,
        )
        return 1
    print("Installing Chromium for the browser tests ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", *PACKAGES]):
        done = subprocess.run(["apt-get", *step], env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            return done.returncode
    return 0 if shutil.which("chromium") else 1


if __name__ == "__main__":
    sys.exit(main())
