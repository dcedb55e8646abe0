"""What the server refuses: who is not signed in, who guesses, and what comes from elsewhere."""

import asyncio

import aiohttp
import pytest

from annotator.web import secrets
from annotator.web.door import WRONG
from tests.web.world import LINKS, PASSWORD, Served


async def test_without_a_cookie_there_is_only_the_door(served: Served) -> None:
    client = served.client()
    status, page = await client.get("/")
    assert status == 200
    assert "data-page" not in page
    assert 'id="password"' in page
    assert await client.refused("/ws/anything?width=80&height=24") == 401
    assert await client.state("anything") == ("signed-out", "You are not signed in here.")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"link": ""},
        {"link": "wrong"},
        {"link": LINKS["ana"] + "x"},
        {"link": "\ud800\0"},
        {"name": "ana", "password": "wrong"},
        {"name": "ana", "password": LINKS["ana"]},
        {"name": "ana", "password": "x" * 1000},
        {"name": "ben", "password": PASSWORD},
        {"name": "nobody", "password": PASSWORD},
        {"name": "ana\0", "password": PASSWORD},
        {"link": PASSWORD},
        {"link": secrets.digest(LINKS["ana"])},
    ],
    ids=repr,
)
async def test_a_wrong_or_missing_secret_opens_nothing(served: Served, asked: dict[str, str]) -> None:
    client = served.client()
    assert await client.post("/sign-in", asked) == (401, WRONG)
    assert not list(client.http.cookie_jar)
    assert await client.refused("/ws/anything?width=80&height=24") == 401


async def test_what_the_database_keeps_opens_nothing(served: Served) -> None:
    kept = [one.hashed for one in served.store.credentials()]
    assert len(kept) == 3
    for secret in kept:
        assert await served.client().sign_in(link=secret) == 401
        served.clock.now += 100
        assert await served.client().sign_in(name="ana", password=secret[:200]) == 401
        served.clock.now += 100


async def test_a_secret_that_was_revoked_or_is_over_opens_nothing(served: Served) -> None:
    served.store.add_credential("ben", "link", secrets.digest("past"), days=-1)
    served.store.revoke_credentials("ana")
    for asked in ({"link": "past"}, {"link": LINKS["ana"]}, {"name": "ana", "password": PASSWORD}):
        assert await served.client().sign_in(**asked) == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"link": 1}', b'{"who": "ana"}', b'{"link": null}', b"[" * 5000], ids=repr
)
async def test_a_form_of_another_shape_is_refused(served: Served, body: bytes) -> None:
    given = {"Origin": served.origin, "Content-Type": "application/json"}
    async with served.client().http.post("/sign-in", data=body, headers=given) as answer:
        assert answer.status == 400


async def test_a_plain_form_as_any_page_could_send_it_is_refused(served: Served) -> None:
    given = {"Origin": served.origin}
    async with served.client().http.post("/sign-in", data={"link": LINKS["ana"]}, headers=given) as answer:
        assert answer.status == 400


async def test_a_form_that_is_too_large_is_refused(served: Served) -> None:
    assert await served.client().sign_in(link="x" * 20_000) == 413


FOREIGN = ["http://evil.example", "null", "", "http://127.0.0.1:1", "http://127.0.0.1"]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_page_of_another_origin_can_do_nothing(served: Served, origin: str) -> None:
    client = await served.signed_in("ana")
    page = await client.page()
    given = {"Origin": origin}
    assert await client.refused(f"/ws/{page}?width=80&height=24", **given) == 403
    assert (await client.post("/sign-in", {"link": LINKS["ana"]}, **given))[0] == 403
    assert (await client.post("/sign-out", **given))[0] == 403
    screen = await client.screen(page)  # nothing of it has touched the session
    await screen.sees("name=ana")


async def test_without_an_origin_nothing_is_done_either(served: Served) -> None:
    client = await served.signed_in("ana")
    page = await client.page()
    async with client.http.post("/sign-out") as answer:
        assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.http.ws_connect(f"/ws/{page}?width=80&height=24")
    assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/", "/state", "/ws/x?width=80&height=24", "/static/work.js"])
async def test_another_host_is_refused(served: Served, path: str) -> None:
    """A name of somebody else's that was made to lead here (DNS rebinding)."""
    client = await served.signed_in("ana")
    status, text = await client.get(path, Host="evil.example")
    assert (status, text) == (403, "This server is not known by that name.")
    assert await client.refused("/ws/x?width=80&height=24", Host="evil.example") == 403


async def test_a_guessed_session_is_refused(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    (cookie,) = ana.http.cookie_jar
    guesses = [
        secrets.token(),
        "",
        cookie.value[:-1],
        cookie.value + "x",
        secrets.digest(cookie.value),
        "ana",
    ]
    for guess in guesses:
        eve = served.client()
        eve.http.cookie_jar.update_cookies({cookie.key: guess}, response_url=eve.http._base_url or None)  # type: ignore[arg-type]
        assert "data-page" not in (await eve.get("/"))[1]
        assert await eve.refused(f"/ws/{page}?width=80&height=24") == 401
    await (await ana.screen(page)).sees("name=ana")


async def test_somebody_elses_page_is_refused(served: Served) -> None:
    ana, ben = await served.signed_in("ana"), await served.signed_in("ben")
    page = await ana.page()
    assert await ben.refused(f"/ws/{page}?width=80&height=24") == 404
    assert (await ben.state(page))[1] == "This page is an old one."
    await (await ana.screen(page)).sees("name=ana")


async def test_the_page_cannot_choose_a_name(served: Served) -> None:
    ben = await served.signed_in("ben")
    assert (await ben.post("/sign-in", {"link": LINKS["ben"], "name": "ana"}))[0] == 204
    assert '<strong id="who">ben</strong>' in (await ben.get("/?name=ana&as=ana"))[1]
    await (await ben.screen()).sees("name=ben")


async def test_a_page_is_shown_once(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    await (await ana.screen(page)).sees("name=ana")
    assert await ana.refused(f"/ws/{page}?width=80&height=24") == 404


@pytest.mark.parametrize(
    "size", ["", "width=80", "width=a&height=b", "width=&height=24", f"width={'9' * 5000}&height=1"]
)
async def test_an_address_without_a_size_is_refused(served: Served, size: str) -> None:
    ana = await served.signed_in("ana")
    assert await ana.refused(f"/ws/{await ana.page()}?{size}") == 400


async def test_a_size_that_no_terminal_has_is_brought_to_one(served: Served) -> None:
    ana = await served.signed_in("ana")
    await (await ana.screen(asked="width=100000&height=-5")).sees("size=500x5")


async def test_a_flood_of_messages_is_stopped_and_what_was_typed_before_stays(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    await screen.type("before")
    await screen.sees("typed=before")
    for _ in range(30):  # the clock stands still: twenty at once are all there are
        await screen.type(".")
    assert await screen.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert await ana.state(page) == ("over", "The page sent too much at once. What you did before is saved.")
    again = await ana.screen()
    assert "typed=before" + "." * 19 in await again.sees("typed=before")


async def test_a_message_that_is_too_large_is_refused(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    await screen.sees("name=ana")
    await screen.type("x" * 5000)
    assert await screen.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    assert (await ana.state(page))[1] == "The page sent too much at once. What you did before is saved."
    assert "typed=\n" in await (await ana.screen()).sees("name=ana")


@pytest.mark.parametrize(
    "message",
    [
        "", "x", "{}", "[]", '"stdin"', '["stdin"]', '["stdin", 1]', '["stdin", "a", "b"]', "[1]", '["?"]',
        '["resize", {}]',
        '["resize", {"width": "80", "height": 24}]', '["resize", {"width": true, "height": 9}]',
        '["resize", 1]', "[" * 2000,
    ],
)  # fmt: skip
async def test_nonsense_is_sent_away(served: Served, message: str) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    await screen.sees("name=ana")
    await screen.ws.send_str(message)
    assert await screen.closed() == aiohttp.WSCloseCode.INVALID_TEXT
    assert (await ana.state(page))[0] == "over"


async def test_bytes_are_sent_away(served: Served) -> None:
    screen = await (await served.signed_in("ana")).screen()
    await screen.ws.send_bytes(b"j")
    assert await screen.closed() == aiohttp.WSCloseCode.UNSUPPORTED_DATA


async def test_guessing_passwords_has_to_wait_longer_and_longer(served: Served) -> None:
    client = served.client()
    for _ in range(served.site.limits.tries):
        assert await client.sign_in(name="ana", password="wrong password") == 401
    waits = []
    for _ in range(4):
        given = {"Origin": served.origin}
        async with client.http.post("/sign-in", json={"link": LINKS["ben"]}, headers=given) as answer:
            assert answer.status == 429
            waits.append(int(answer.headers["Retry-After"]))
        served.clock.now += waits[-1]
        assert await client.sign_in(name="ana", password="wrong password") == 401
    assert waits == [1, 2, 4, 8]
    served.clock.now += 16
    assert await client.sign_in(name="ana", password=PASSWORD) == 204
    assert await client.sign_in(name="ana", password="wrong password") == 401  # forgiven: a try is free again


async def test_guesses_at_one_name_from_many_addresses_have_to_wait(proxied: Served) -> None:
    client = proxied.client()
    asked = {"name": "ana", "password": "wrong password"}
    status = [(await client.post("/sign-in", asked, X_Forwarded_For=f"10.0.0.{n}"))[0] for n in range(7)]
    assert status == [401] * 5 + [429] * 2
    ben = {"link": LINKS["ben"]}
    assert (await client.post("/sign-in", ben, X_Forwarded_For="10.0.0.9"))[0] == 204


async def test_ones_own_link_forgives_no_guesses_at_another_name(served: Served) -> None:
    client = served.client()
    for _ in range(4):
        assert await client.sign_in(name="ana", password="wrong password") == 401
    assert await client.sign_in(link=LINKS["ben"], name="ana") == 204
    assert await client.sign_in(name="ana", password="wrong password") == 401
    assert await client.sign_in(name="ana", password="wrong password") == 429


async def test_the_address_is_the_one_that_the_proxy_adds(proxied: Served) -> None:
    client = proxied.client()
    told = [
        (await client.post("/sign-in", {"link": "x"}, X_Forwarded_For=f"{n}, 10.0.0.1"))[0] for n in range(6)
    ]
    assert told == [401] * 5 + [429]


async def test_without_a_proxy_nobody_names_an_address(served: Served) -> None:
    client = served.client()
    told = [
        (await client.post("/sign-in", {"link": "x"}, X_Forwarded_For=f"10.0.0.{n}"))[0] for n in range(6)
    ]
    assert told == [401] * 5 + [429]


async def test_many_tries_at_once_are_no_more_than_one_after_the_other(proxied: Served) -> None:
    client = proxied.client()
    tries = (
        client.post("/sign-in", {"name": f"n{n}", "password": "x" * 12}, X_Forwarded_For=f"10.0.0.{n}")
        for n in range(30)
    )
    status = [status for status, _ in await asyncio.gather(*tries)]
    assert set(status) == {401, 429}  # of the checks, which cost memory, only some are waited for
    assert status.count(401) >= proxied.site.limits.checking


async def test_every_answer_tells_the_browser_to_be_careful(served: Served) -> None:
    client = await served.signed_in("ana")
    for path in ("/", "/static/work.js", "/nothing", "/state", "/ws/none"):
        async with client.http.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'; script-src 'self';" in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Server"] == "annotator"
    async with client.http.get("/") as answer:
        assert answer.headers["Cache-Control"] == "no-store"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(served: Served) -> None:
    given = {"Origin": served.origin}
    async with served.client().http.post("/sign-in", json={"link": LINKS["ana"]}, headers=given) as answer:
        said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Strict" in said
    assert "Path=/" in said
    assert "Secure" not in said  # there is no TLS here


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fserver.py", "sign_in.html", "textual.js%00"])
async def test_nothing_else_is_handed_out(served: Served, name: str) -> None:
    assert (await served.client().get(f"/static/{name}"))[0] == 404
