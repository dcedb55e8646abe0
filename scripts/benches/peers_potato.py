"""Potato's server on one article: how soon its page is there, how long a save takes, without a browser."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from scripts.benches.peers_venvs import MissingPeerError, command

_PATIENCE = 60.0  # seconds
_CONFIG = """
annotation_task_name: quotes
task_dir: .
output_annotation_dir: out
output_annotation_format: jsonl
data_files: [articles.jsonl]
item_properties: {id_key: id, text_key: text}
user_config: {allow_all_users: true, users: []}
require_password: false
site_dir: default
annotation_schemes:
  - {annotation_type: span, name: quote, description: mark, labels: [content, cue, source]}
"""


class Potato:
    """A server that runs, with somebody signed in. `started`: seconds from exec to the article's page."""

    def __init__(self, browser: OpenerDirector, home: str, started: float) -> None:
        self._browser, self._home, self.started = browser, home, started

    def save(self, end: int) -> float:
        """Milliseconds of marking the first `end` letters."""
        span = {"schema": "quote", "name": "content", "title": "content", "start": 0, "end": end}
        said = {"instance_id": "1", "annotations": {}, "span_annotations": [span | {"value": "true"}]}
        request = Request(
            f"{self._home}/updateinstance", json.dumps(said).encode(), {"Content-Type": "application/json"}
        )
        begun = perf_counter()
        with self._browser.open(request) as answer:
            told = json.load(answer)
        if told.get("status") != "success":
            raise MissingPeerError(f"Potato did not save: {told}")
        return (perf_counter() - begun) * 1000


@contextmanager
def running(folder: Path, text: str) -> Iterator[Potato]:
    """Potato with this article, its files in `folder`. Raises MissingPeerError."""
    folder.mkdir()
    (folder / "config.yaml").write_text(_CONFIG)
    (folder / "articles.jsonl").write_text(json.dumps({"id": "1", "text": text}) + "\n")
    port = _free_port()
    words = [str(command("potato", "potato")), "start", "config.yaml", "-p", str(port)]
    begun = perf_counter()
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
    try:
        browser, home = build_opener(HTTPCookieProcessor(CookieJar())), f"http://127.0.0.1:{port}"
        _sign_in(browser, home, begun, text)
        yield Potato(browser, home, perf_counter() - begun)
    finally:
        server.kill()
        server.wait()


def _sign_in(browser: OpenerDirector, home: str, begun: float, text: str) -> None:
    form = urlencode({"email": "bench", "pass": "", "action": "login"}).encode()
    while perf_counter() - begun < _PATIENCE:
        try:
            with browser.open(f"{home}/auth", form) as answer:
                if text.split()[0] in answer.read().decode():
                    return
        except URLError:
            sleep(0.02)
    raise MissingPeerError("Potato did not show the article")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
