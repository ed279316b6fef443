"""Serves the built site to this machine alone: python -m website.server --port 8000."""

import argparse
import errno
import functools
import socket
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import psutil

HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Answers requests from a folder without logging them.

    A missing file gets the site's own error page.
    """

    def end_headers(self) -> None:
        """Let the browser ask again after each build."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: object) -> BytesIO | None:
        """Treat a folder without an index as missing."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with 404.html."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about requests."""


class Server(ThreadingHTTPServer):
    """A server for one reader.

    If a browser closes the connection in the middle of an answer, nothing is reported.
    """

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what is wrong with the server, not with the connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def listen(site: Path, port: int) -> Server:
    """Return a server for a folder that already holds its port.

    Raises:
        OSError: the port is not to be had; the error's text is the sentence to show.
    """
    with (
        socket.socket() as probe
    ):  # elsewhere than on Linux, binding succeeds beside a listener on all addresses
        probe.settimeout(1)
        if port and probe.connect_ex((HOST, port)) == 0:
            raise OSError(_taken(port))
    try:
        return Server((HOST, port), functools.partial(Handler, directory=str(site)))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise OSError(
            _taken(port)
            if taken
            else f"Port {port} cannot be used ({error}); choose another: make site PORT=8080"
        ) from error


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C, or with --probe only tell whether the port is free."""
    parser = argparse.ArgumentParser(prog="python -m website.server", description=__doc__)
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder to serve")
    parser.add_argument("--probe", action="store_true", help="only check that the port is free")
    options = parser.parse_args(arguments)
    if not options.probe and not (options.site / "index.html").is_file():
        print(f"{options.site}/ holds no site; build it first: make build", file=sys.stderr)
        return 1
    try:
        with listen(options.site, options.port) as server:
            if not options.probe:
                print(f"Learning Kafka is at http://{HOST}:{server.server_port}/ until Ctrl-C.", flush=True)
                server.serve_forever()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number up to 65535")
    return int(text)


def _taken(port: int) -> str:
    return f"Port {port} on {HOST} is taken by {_holder(port)}; stop it or choose another port: make site PORT={port + 1}"


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:  # macOS tells this only to root
        pass
    return "another program"


if __name__ == "__main__":
    sys.exit(main())
