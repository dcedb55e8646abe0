"""What goes wrong between us and a server: what is tried again, what is named, and what ends a run."""

from collections.abc import Iterator
from typing import Any

import pytest

from annotator.cli.guidelines import scheme_of
from annotator.config import EndpointSettings
from annotator.errors import AnnotatorError
from annotator.suggest.endpoint import Clock, Endpoint
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import Defeated, Given, Suggestion, Unusable
from annotator.text.sentences import sentences
from tests.conftest import ROOT
from tests.endpoint_server import MODEL, Say, Server, completion, error, serving
from tests.suggest.made import article

SCHEME = scheme_of(ROOT)
TEXT = "“Not today,” said Ladomir Sant.\n"
GOOD = completion([{"first": 1, "last": 1, "content": ["“Not today,”"]}])
KEY = "sk-secret-1"


class Time:
    """A clock that waits in no time, and remembers how long it was to wait."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.clock = Clock(lambda: sum(self.waited), lambda: 1_700_000_000.0, self.waited.append, lambda: 1.0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def made(server: Server, time: Time, key: str | None = None, **said: Any) -> Endpoint:
    settings = EndpointSettings(said.pop("url", server.url), said.pop("model", MODEL), **said)
    return Endpoint(settings, key, SCHEME, None, time.clock)


def given(text: str = TEXT) -> Given:
    return Given(article(text), sentences(text), registry=Registry())


def failed(asker: Endpoint, kind: type[AnnotatorError]) -> str:
    """The sentence with which an article fails."""
    with pytest.raises(kind) as caught:
        asker.suggest(given())
    assert type(caught.value) is kind or kind is Defeated
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    "bad",
    [
        *(error(status) for status in (408, 409, 425, 429, 500, 502, 503, 504, 529)),
        Say(b"<html>Bad gateway</html>", 502, (("Content-Type", "text/html"),)),
        Say(GOOD.body, manner="dropped"),
        Say(GOOD.body, manner="chunked-dropped"),
        Say(b"", manner="reset"),
        Say(b"", manner="dropped"),
        Say(b'{"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}', 503),
        Say(b'{"error": {"code": 502, "message": "Provider returned error"}}'),
        Say(b'{"error": "overloaded"}'),
        completion("no JSON"),
        completion('{"quotes": [{"first": 1'),
        completion('{"quotes": 7}'),
        completion("7"),
        completion("[" * 100_000),
        completion('{"quotes": [{"first": ' + "9" * 5_000),
        completion('{"quotes": [' + "7," * 600 + "7]}"),
        completion(None),
        completion("  "),
        completion("<think>He says"),
        Say(b'{"choices": []}'),
        Say(b'{"choices": [7]}'),
        Say(b'{"choices": {"message": 1}}'),
        Say(b"{}"),
        Say(b"[]"),
        Say(b"\xff\xfe{}"),
        Say(b'{"a": ' * 50_000),
        Say(b"", 200, (("Content-Type", "text/html"),)),
    ],
)
def test_what_may_pass_is_tried_again(server: Server, time: Time, bad: Say) -> None:
    server.replies += [bad, GOOD]
    asker = made(server, time)
    assert len(asker.suggest(given()).quotes) == 1
    assert len(time.waited) == 1
    assert "1 request was asked again" in asker.closing()


@pytest.mark.parametrize("manner", ["dropped", "chunked-dropped", "reset"])
def test_a_connection_that_breaks_is_told_from_a_bad_answer(server: Server, time: Time, manner: str) -> None:
    server.replies.append(Say(GOOD.body, manner=manner))
    assert failed(made(server, time, retries=0), Defeated).endswith("broke before the answer was whole")


@pytest.mark.parametrize(
    ("good", "score"),
    [
        (Say(GOOD.body, manner="chunked"), None),
        (Say(b" \n" * 1_000 + GOOD.body, headers=(("Content-Type", "text/plain"),)), None),
        (completion('<think>{"quotes": []}</think>\n{"quotes": [{"content": "“Not today,”"}]}'), None),
        (completion('[{"content": ["“Not today,”"], "score": 1}]'), 1.0),
        (completion('{"quotes": [{"content": ["“Not today,”"], "score": NaN}]}'), None),
        (completion('{"quotes": [{"content": ["“Not today,”"], "score": 1e999}]}'), None),
        (completion('{"quotes": [{"content": ["“Not today,”"], "score": true, "first": -1}]}'), None),
        (completion('{"quotes": [{"content": ["“Not today,”"], "first": "1", "last": 1e9}]}'), None),
        (completion([{"content": "“Not today,”"}], usage=None), None),
        (completion([{"content": "“Not today,”"}], usage={"prompt_tokens": -1}), None),
        (completion([{"content": "“Not today,”"}], usage="much"), None),
        (completion([{"content": ["“Not today,”"]}], reasoning_content="He says it."), None),
        (
            Say(GOOD.body.replace(b'"content": "', b'"content": [{"type": "text", "text": "').replace(
                b'", "refusal"', b'"}], "refusal"'
            )),
            None,
        ),
    ],
)  # fmt: skip
def test_what_can_be_read_is_read(server: Server, time: Time, good: Say, score: float | None) -> None:
    server.replies.append(good)
    (found,) = made(server, time).suggest(given()).quotes
    assert found.content[0].of(TEXT) == "“Not today,”"
    assert found.score == score
    assert time.waited == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (
            completion(None, refusal="I cannot help\nwith that"),
            r"the model declined: I cannot help\nwith that",
        ),
        (completion("{", finish="content_filter"), "content filter stopped"),
        (completion("{", finish="length"), "cut off: give it more answer_tokens"),
        (error(400, "Unknown field"), "(status 400) does not take the request: Unknown field"),
        (error(403, "Not in your country"), "(status 403) did not answer: Not in your country"),
        (error(501), "(status 501) did not answer"),
        (Say(b"\0" * 9_000_000), "more than 8 MB"),
        (Say(b"", 204), "(status 204) did not answer"),
    ],
)
def test_what_defeats_an_article_is_named_and_the_next_one_is_read(
    server: Server, time: Time, bad: Say, says: str
) -> None:
    server.replies += [bad, GOOD]
    asker = made(server, time)
    assert says in failed(asker, Defeated)
    assert len(asker.suggest(given()).quotes) == 1
    assert time.waited == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (error(401, "No such key"), "does not take a request without a key: No such key"),
        (error(402), "wants to be paid first"),
        (
            error(429, "You exceeded your quota", "insufficient_quota", "insufficient_quota"),
            "to be paid first",
        ),
        (error(404, "model not found"), "knows no such address or model: mend url or model: model not found"),
    ],
)
def test_what_no_article_survives_ends_the_run(server: Server, time: Time, bad: Say, says: str) -> None:
    server.replies.append(bad)
    assert says in failed(made(server, time), Unusable)
    assert time.waited == []
    assert len(server.requests) == 1


def test_a_wrong_address_or_model_is_said_by_the_server_itself(server: Server, time: Time) -> None:
    assert "knows no such address or model" in failed(made(server, time, url=f"{server.url}/v2"), Unusable)
    assert "The model 'other' does not exist" in failed(made(server, time, model="other"), Unusable)


def test_a_wrong_key_is_not_repeated(time: Time) -> None:
    with serving(key="sk-right") as server:
        said = failed(made(server, time, KEY, key_variable="MY_KEY"), Unusable)
        assert "does not take the key in $MY_KEY: Incorrect API key provided: Bearer (key)" in said
        assert KEY not in said
        assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_key_that_no_header_can_carry_is_refused(server: Server, time: Time) -> None:
    for key in ("sk\n-1", "sk-ü", "sk 1"):
        with pytest.raises(Unusable, match=r"the key in \$MY_KEY has characters"):
            made(server, time, key, key_variable="MY_KEY")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: Server, time: Time, status: int) -> None:
    with serving() as other:
        away = (("Location", f"{other.url}/chat/completions"),)
        server.replies.append(Say(b"", status, away))
        assert "points to another address, which is not followed" in failed(made(server, time, KEY), Unusable)
        assert other.paths == []


def test_waits_double_and_end(server: Server, time: Time) -> None:
    server.replies += [error(500)] * 9
    said = failed(made(server, time, retries=8), Defeated)
    assert said.endswith("is busy or broken: Something went wrong, tried 9 times")
    assert time.waited == [1, 2, 4, 8, 16, 32, 60, 60]


def test_without_retries_nothing_is_tried_again(server: Server, time: Time) -> None:
    server.replies += [completion("no JSON"), error(500)]
    asker = made(server, time, retries=0)
    assert failed(asker, Defeated) == "the answer is no JSON"
    assert "is busy or broken" in failed(asker, Defeated)
    assert time.waited == []


def test_broken_json_is_asked_for_once_more_only(server: Server, time: Time) -> None:
    server.replies += [completion("no JSON")] * 3
    assert failed(made(server, time), Defeated) == "the answer is no JSON, tried 2 times"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("3", 3),
        ("0.5", 0.5),
        ("-7", 0),
        ("86400", 60),
        ("Tue, 14 Nov 2023 22:13:27 GMT", 7),
        ("Tue, 14 Nov 2000 22:13:27 GMT", 0),
        ("inf", 1),
        ("nan", 1),
        ("soon", 1),
        ("", 1),
    ],
)
def test_a_server_may_say_how_long_to_wait(server: Server, time: Time, asked: str, waited: float) -> None:
    server.replies += [error(429, retry_after=asked), GOOD]
    assert len(made(server, time).suggest(given()).quotes) == 1
    assert time.waited == [waited]


@pytest.mark.parametrize("manner", ["silent", "drip"])
def test_an_answer_has_its_time(server: Server, time: Time, manner: str) -> None:
    server.replies += [Say(b" " * 100_000, manner=manner), GOOD]
    asker = made(server, time, timeout=0.15, retries=0)
    assert failed(asker, Defeated).endswith("did not answer within 0.15 seconds")
    assert asker.suggest(given()).quotes


def test_a_run_has_its_time(server: Server, time: Time) -> None:
    asker = made(server, time, time_limit=10)
    server.replies.append(GOOD)
    assert asker.suggest(given()).quotes
    time.waited.append(11)
    assert "may take 10 seconds (time_limit): it ends here, and what is done stays" in failed(asker, Unusable)
    assert len(server.requests) == 1


def test_a_run_does_not_wait_beyond_its_time(server: Server, time: Time) -> None:
    server.replies += [error(429, retry_after="30")]
    assert "time_limit" in failed(made(server, time, time_limit=10), Unusable)
    assert time.waited == []


def test_a_run_has_its_cost(server: Server, time: Time) -> None:
    asker = made(server, time, price_input=10, price_output=100, max_cost=0.005, currency="EUR")
    server.replies += [GOOD, GOOD, GOOD]  # 100 tokens sent, 20 answered: 0.003 each
    assert asker.suggest(given()).quotes
    assert asker.suggest(given()).quotes
    said = failed(asker, Unusable)
    assert "this run has cost 0.0060 EUR and may cost 0.005 (max_cost): it ends here" in said
    assert len(server.requests) == 2
    assert asker.closing()[0].endswith("2 requests, 200 tokens sent and 40 answered: 0.0060 EUR")


def test_answers_that_come_to_nothing_are_paid_for(server: Server, time: Time) -> None:
    asker = made(server, time, price_input=10, price_output=100)
    server.replies += [completion("no JSON"), GOOD]
    asker.suggest(given())
    assert asker.closing()[0].endswith("2 requests, 200 tokens sent and 40 answered: 0.0060 USD")


def test_tokens_that_nobody_counts_are_guessed(server: Server, time: Time) -> None:
    asker = made(server, time, price_input=1_000, price_output=1_000, max_cost=0.01)
    server.replies.append(completion([], usage=None))
    asker.suggest(given())
    assert ", about " in asker.closing()[0]
    assert "max_cost" in failed(asker, Unusable)


def test_a_server_that_is_off_ends_the_run(time: Time) -> None:
    with serving() as server:
        pass  # its port is free now, and nobody listens there
    said = failed(made(server, time, retries=2), Unusable)
    assert "cannot be reached (Connection refused): is the server on?, tried 3 times" in said
    assert len(time.waited) == 2


def test_three_articles_in_a_row_that_fail_end_the_run(server: Server, time: Time) -> None:
    asker = made(server, time)
    server.replies += [error(400), error(400), GOOD, error(400), error(400), error(400)]
    for _ in range(2):
        failed(asker, Defeated)
    assert asker.suggest(given()).quotes
    for _ in range(2):
        failed(asker, Defeated)
    assert "3 articles in a row came to nothing; the last: " in failed(asker, Unusable)


def test_a_part_that_fails_fails_its_article(server: Server, time: Time) -> None:
    text = "".join(f"Olle Varr said that gate {n} was shut.\n" for n in range(40))
    server.replies += [GOOD, error(400)]
    with pytest.raises(Defeated):
        made(server, time, chunk=600).suggest(given(text))


def test_halving_comes_to_an_end(server: Server, time: Time) -> None:
    server.replies += [completion("{", finish="length")] * 20
    text = "".join(f"Olle Varr said that gate {n} was shut.\n" for n in range(100))
    with pytest.raises(Defeated, match="cut off"):
        made(server, time).suggest(given(text))
    assert 2 <= len(server.requests) <= 4


def test_a_proxy_is_not_asked_for_this_machine(
    server: Server, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert made(server, time).suggest(given()) == Suggestion()
        assert proxy.paths == []


def test_a_proxy_that_the_environment_names_is_used(
    server: Server, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    asker = made(server, time, url="http://model.example/v1", allow_http=True)
    assert "no such address" in failed(asker, Unusable)  # the double is no proxy
    assert server.paths == ["http://model.example/v1/chat/completions"]
