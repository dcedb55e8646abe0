"""Sessions and what they run: who sees what, what ends when, and that nothing typed is lost."""

import asyncio
import os

import pytest

from annotator.web.site import FULL, LEFT
from tests.web.world import LINKS, PASSWORD, Screen, Served, until


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def pid(screen: Screen) -> int:
    await screen.sees("last row")
    return int(screen.text.partition("pid=")[2].split()[0])


async def test_a_link_and_a_password_open_the_screen_of_their_owner(served: Served) -> None:
    for asked in ({"link": LINKS["ana"]}, {"name": "ana", "password": PASSWORD}):
        client = served.client()
        assert await client.sign_in(**asked) == 204
        assert '<strong id="who">ana</strong>' in (await client.get("/"))[1]
        screen = await client.screen(columns=60, rows=12)
        await screen.sees("name=ana\nsize=60x12")
        await screen.close()


async def test_a_name_is_never_markup(served: Served) -> None:
    from annotator.web import secrets

    name = '<b onclick="x">&'
    served.store.add_actor(name)
    served.store.add_credential(name, "link", secrets.digest("a link"))
    client = served.client()
    assert await client.sign_in(link="a link") == 204
    assert "&lt;b onclick=&quot;x&quot;&gt;&amp;" in (await client.get("/"))[1]
    assert f"name={name}" in await (await client.screen()).sees("name=")


async def test_a_page_that_comes_back_sees_the_same_screen_anew(served: Served) -> None:
    ana = await served.signed_in("ana")
    first = await ana.screen()
    await first.type("abc")
    await first.sees("typed=abc")
    number = await pid(first)
    first.ws._response.close()  # cut, not closed
    again = await ana.screen()
    assert await again.sees("typed=abc")
    assert await pid(again) == number
    assert again.raw.startswith(b"\x1bc\x1b[?1049h\x1b[?25l\x1b[?1002h")  # the terminal is set up as before
    await again.type("d")
    await again.sees("typed=abcd")


async def test_another_size_is_heeded_at_the_start_and_later(served: Served) -> None:
    ana = await served.signed_in("ana")
    await (await ana.screen(columns=60, rows=10)).sees("size=60x10")
    screen = await ana.screen(columns=70, rows=12)
    await screen.sees("size=70x12")
    await screen.ws.send_json(["resize", {"width": 50, "height": 9}])
    await screen.sees("size=50x9")


async def test_a_second_tab_takes_over_and_the_first_says_so(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    first = await ana.screen(page)
    await first.type("abc")
    await first.sees("typed=abc")
    second = await ana.screen()
    await first.closed()
    assert await ana.state(page) == ("over", "The screen went on in another tab or window.")
    await second.sees("typed=abc")


async def test_signing_in_elsewhere_ends_the_earlier_session(served: Served) -> None:
    home = await served.signed_in("ana")
    page = await home.page()
    screen = await home.screen(page)
    number = await pid(screen)
    work = await served.signed_in("ana")
    await screen.closed()
    assert not lives(number)
    assert await home.state(page) == (
        "signed-out",
        "You signed in somewhere else; this session is over. Everything is saved.",
    )
    assert await home.refused(f"/ws/{page}?width=80&height=24") == 401
    await (await work.screen()).sees("name=ana")


async def test_one_browser_has_one_person(served: Served) -> None:
    client = await served.signed_in("ana")
    old = next(iter(client.http.cookie_jar)).value
    number = await pid(await client.screen())
    assert await client.sign_in(link=LINKS["ben"]) == 204
    assert not lives(number)
    assert served.site.sessions.find(old) is None
    await (await client.screen()).sees("name=ben")


async def test_signing_out_ends_everything(served: Served) -> None:
    ana = await served.signed_in("ana")
    screen = await ana.screen()
    number = await pid(screen)
    cookie = next(iter(ana.http.cookie_jar)).value
    assert (await ana.post("/sign-out"))[0] == 204
    await screen.closed()
    assert not lives(number)
    assert served.site.sessions.find(cookie) is None
    assert not list(ana.http.cookie_jar)
    assert "data-page" not in (await ana.get("/"))[1]


async def test_a_program_that_leaves_says_so_and_another_load_starts_a_new_one(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    await screen.type("Q")
    await screen.closed()
    assert screen.raw.endswith(b"left")
    assert await ana.state(page) == tuple(LEFT)
    await (await ana.screen()).sees("typed=\n")


async def test_a_program_that_breaks_is_told_as_that(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    await screen.type("x")
    await screen.closed()
    state, says = await ana.state(page)
    assert state == "over"
    assert says.startswith("The program has ended by itself (3).")


async def test_a_program_that_was_killed_is_told_as_that(served: Served) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    os.kill(await pid(screen), 9)
    await screen.closed()
    assert "has ended by itself (-9)" in (await ana.state(page))[1]


async def test_a_program_waits_for_its_page_and_then_leaves(served: Served) -> None:
    ana = await served.signed_in("ana")
    screen = await ana.screen()
    number = await pid(screen)
    await screen.close()
    (session,) = served.site.sessions
    await until(lambda: session.left is not None)
    served.clock.now += served.site.limits.away - 1
    await served.site.sweep()
    assert lives(number)
    served.clock.now += 1
    await served.site.sweep()
    assert not lives(number)
    assert await pid(await ana.screen()) != number  # still signed in


async def test_a_program_that_does_not_listen_is_ended_too(served: Served) -> None:
    ana = await served.signed_in("ana")
    screen = await ana.screen()
    number = await pid(screen)
    await screen.type("h")
    for _ in range(15):  # more than a terminal holds: the rest waits, and no longer than the session
        await screen.type("x" * 4000)
    assert (await ana.post("/sign-out"))[0] == 204
    assert not lives(number)


@pytest.mark.parametrize(("limit", "said"), [("idle", "No key was pressed"), ("longest", "lasted its time")])
async def test_sessions_end_in_time(served: Served, limit: str, said: str) -> None:
    ana = await served.signed_in("ana")
    page = await ana.page()
    screen = await ana.screen(page)
    number = await pid(screen)
    seconds = getattr(served.site.limits, limit)
    typed = 0.0
    while limit == "longest" and typed < seconds - 1000:
        typed += 1000
        served.clock.now += 1000
        await screen.type(".")
        await screen.sees("typed=" + "." * int(typed / 1000))
    served.clock.now += seconds - typed - 1
    await served.site.sweep()
    assert lives(number)
    served.clock.now += 1
    assert (await ana.state(page))[0] == "signed-out"
    assert await ana.refused(f"/ws/{page}?width=80&height=24") == 401
    await served.site.sweep()
    await screen.closed()
    assert not lives(number)
    state, says = await ana.state(page)
    assert state == "signed-out"
    assert said in says


async def test_revoking_ends_what_is_open(served: Served) -> None:
    ana, ben = await served.signed_in("ana"), await served.signed_in("ben")
    page = await ana.page()
    screen, other = await ana.screen(page), await ben.screen()
    await screen.sees("name=ana")
    served.store.revoke_credentials("ana")
    await served.site.sweep()
    await screen.closed()
    assert (await ana.state(page))[1] == "What you signed in with no longer holds. Everything is saved."
    await other.type("on")
    await other.sees("typed=on")


async def test_there_are_so_many_places_and_no_more(served: Served) -> None:
    from annotator.web import secrets

    served.store.add_actor("cleo")
    served.store.add_credential("cleo", "link", secrets.digest("the link of cleo"))
    ana, ben = await served.signed_in("ana"), await served.signed_in("ben")
    await (await ana.screen()).sees("name=ana")
    last = await ben.screen()
    await last.sees("name=ben")
    cleo = served.client()
    assert await cleo.sign_in(link="the link of cleo") == 204
    page = await cleo.page()
    screen = await cleo.screen(page)
    await screen.closed()
    assert await cleo.state(page) == tuple(FULL)
    await last.type("Q")
    await last.closed()
    await (await cleo.screen()).sees("name=cleo")


async def test_programs_that_start_together_take_no_more_places_than_there_are(served: Served) -> None:
    from annotator.web import secrets

    clients = []
    for name in ("cleo", "dora", "emil", "fay"):
        served.store.add_actor(name)
        served.store.add_credential(name, "link", secrets.digest(f"the link of {name}"))
        clients.append(served.client())
        assert await clients[-1].sign_in(link=f"the link of {name}") == 204
    pages = [await client.page() for client in clients]
    screens = await asyncio.gather(*(c.screen(page) for c, page in zip(clients, pages, strict=True)))
    await until(lambda: sum("last row" in screen.text for screen in screens) == 2)
    told = [await client.state(page) for client, page in zip(clients, pages, strict=True)]
    assert sorted(state for state, _ in told) == ["here", "here", "over", "over"]


async def test_a_page_that_takes_nothing_holds_nobody_up(served: Served) -> None:
    ana, ben = await served.signed_in("ana"), await served.signed_in("ben")
    page = await ana.page()
    path = f"/ws/{page}?width=60&height=10"
    stuck = await ana.http.ws_connect(path, headers={"Origin": served.origin}, max_msg_size=0)
    await stuck.send_json(["stdin", "!!!!!!abc"])
    other = await ben.screen()
    await other.type("on")
    await other.sees("typed=on")
    again = await ana.screen()
    await until(
        lambda: again.raw.endswith(b"last row") and b"!!!abc" in again.raw[-1000:],
        lambda: (len(again.raw), bytes(again.raw[-1000:])),
        lambda: len(again.raw),  # megabytes take long on a busy machine
    )
    await stuck.close()
