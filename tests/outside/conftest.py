from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.outside.invented import invented
from tests.outside.servers import served
from tests.outside.sites import PROJECT, Site, built, rebuilt
from tests.outside.tools import TOOLS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    # The browser knows no other machine, and this one by a name as well, which it does not trust like an address.
    "--host-resolver-rules=MAP bridge.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's own Chromium, for which this machine is all there is."""
    # Here, because `make test` passes by this file without the driver of a browser.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=TOOLS["Chromium"].path, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return what was built from this collection, and from an invented one with what this one may not have."""
    folder = tmp_path_factory.mktemp("sites")
    return {
        "records": rebuilt(PROJECT, folder / "records"),
        "invented": built(invented(folder / "collection"), folder / "invented"),
    }


@pytest.fixture(scope="session", params=["records", "invented"])
def site(request: pytest.FixtureRequest, builds: dict[str, Path]) -> Path:
    """Return the folder of one site after the other."""
    return builds[request.param] / "site"


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Return both sites, each with the address at which it is served as its public one."""
    folder = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:
        found = {}
        for name, source in {"records": PROJECT, "invented": invented(folder / "collection")}.items():
            address = f"http://127.0.0.1:{stack.enter_context(served(folder / name / 'site'))}/"
            # Prints take most of the time, and no page depends on what is in them: those without the address will do.
            rebuilt(source, folder / name)
            built(source, folder / name, "--to", "html,data,text", "--base-url", address)
            found[name] = Site(folder / name / "site", address)
        yield found


@pytest.fixture(scope="session", params=["records", "invented"])
def website(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    """Return one site after the other, as it is served."""
    return sites[request.param]
