"""Finds the programs that the tests of this folder start, and installs with apt-get what is missing if it may."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
"""With this Java library veraPDF reads its rules; Java has not had it since version 11."""

READY, UNABLE = 0, 2


@dataclass(frozen=True)
class Tool:
    """One program or Java library: where it may be, any of which will do, and the Debian package that brings it."""

    places: tuple[str, ...]
    package: str
    oldest: tuple[int, ...] = ()
    """The oldest version that will do, of a program that says its version when it is started with `--version`."""

    @property
    def path(self) -> str | None:
        """The first of its places that is there."""
        return next((found for place in self.places if (found := shutil.which(place) or existing(place))), None)

    @property
    def version(self) -> tuple[int, ...]:
        """The version of the program, which must be there."""
        said = subprocess.run([str(self.path), "--version"], capture_output=True, text=True, check=False).stdout
        return tuple(map(int, re.findall(r"\d+", said)))


TOOLS = {
    "Chromium": Tool(
        (
            "chromium",
            "chromium-browser",
            "google-chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
        "chromium",
    ),
    "Java": Tool(("java",), "default-jre-headless"),
    "JAXB": Tool((str(JAXB),), "libjaxb-java"),
    "JDK": Tool(("javac",), "default-jdk-headless"),
    # Lighthouse asks for a newer one, but works with that of Debian 12; with an older one it does not start.
    "Node": Tool(("node", "nodejs"), "nodejs", (18, 19)),
    "Poppler": Tool(("pdftotext",), "poppler-utils"),
    "npm": Tool(("npm",), "npm"),
    "qpdf": Tool(("qpdf",), "qpdf"),
}


def existing(place: str) -> str | None:
    """Take a path and return it if it is that of a file from the root of the disk."""
    return place if Path(place).is_absolute() and Path(place).is_file() else None


def missing(names: Sequence[str]) -> list[str]:
    """Take names of tools and return those that are not there."""
    return [name for name in names if TOOLS[name].path is None]


def outdated(names: Sequence[str]) -> list[str]:
    """Take names of tools that are there and return a sentence about each that is too old."""
    return [
        f"{name} {_dotted(tool.oldest)} or newer is needed, and {tool.path} is {_dotted(tool.version) or 'unknown'}."
        for name, tool in TOOLS.items()
        if name in names and tool.oldest and tool.version < tool.oldest
    ]


def _dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))


def packages(names: Sequence[str]) -> list[str]:
    """Take names of tools and return the Debian packages that bring them."""
    return [TOOLS[name].package for name in names]


def install(names: Sequence[str]) -> str:
    """Take names of tools, install them, and return what apt-get said if it failed."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list that could not be brought up to date may still do: whether it does, the installation tells.
    subprocess.run(["apt-get", "update"], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    ended = subprocess.run(
        ["apt-get", "install", "-y", "--no-install-recommends", *packages(names)],
        env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.stderr if ended.returncode else ""


def main(names: Sequence[str], user: int) -> int:
    """Take names of tools and the number of the user; return whether all are there in the end."""
    lacking = missing(names)
    if lacking and user == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages(lacking))} ...", flush=True)
        print(install(lacking), end="")
        lacking = missing(names)
    if lacking:
        print(
            f"Missing: {', '.join(lacking)}. Install what is missing and run this again; "
            f"on Debian and Ubuntu: sudo apt-get install {' '.join(packages(lacking))}"
        )
        return UNABLE
    old = outdated(names)
    print("".join(f"{sentence} Install a newer one and run this again.\n" for sentence in old), end="")
    return UNABLE if old else READY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.geteuid()))
