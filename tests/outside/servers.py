"""A server of a folder on this machine, which gives files as hosts of static sites do."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


class Packing(SimpleHTTPRequestHandler):
    """Gives text packed with gzip, the page of 404 where there is nothing, and a policy with all if there is one."""

    protocol_version = "HTTP/1.1"
    # A small answer must not wait until the browser has confirmed its headers.
    wbufsize = -1
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".atom": "application/atom+xml", ".js": "text/javascript", ".woff2": "font/woff2", ".wasm": "application/wasm",
    }  # fmt: skip

    def __init__(self, *args: Any, policy: str, **options: Any) -> None:
        self.policy = policy
        super().__init__(*args, **options)

    def send_head(self) -> io.BytesIO:
        """Send the status and the headers, and return what is to follow them."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        path = path if path.is_file() else Path(self.directory) / "404.html"
        content, kind = path.read_bytes() if path.is_file() else b"", self.guess_type(path)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        if kind.startswith("text/") and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Stops at once, even if a browser still keeps a connection for later."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that went away."""


@contextmanager
def served(folder: Path, policy: str = "") -> Iterator[int]:
    """Take a folder, which may be made later, and a Content-Security-Policy that is sent with every file.

    Serve the folder until the end of the block, which is given the port.
    """
    with Server(("127.0.0.1", 0), partial(Packing, directory=str(folder), policy=policy)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
