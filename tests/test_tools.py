"""What ./run, ./test and ./bench do before the project's own code can start."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import psycopg
import pytest

from tools import environment, folder, packages, ports, run, say, settings_file, shell, template
from tools.cluster import Cluster
from tools.say import Interrupted, Stop

pytestmark = pytest.mark.route


@pytest.fixture(autouse=True)
def signals_stay_ours():
    """`say.ended` takes them over for the rest of the process."""
    before = {number: signal.getsignal(number) for number in say._ENDINGS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_settings_file_is_read_as_django_reads_it(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text(
        "# a comment\n"
        "export PLAIN=1 # why\n"
        "DOUBLE=\"a b # c\"\n"
        "SINGLE='d'\n"
        " SPACED = e \n"
        "URL=postgres://a:b=c@h/d\n"
        "EMPTY=\n"
        "nonsense\n"
    )  # fmt: skip
    for name in ("PLAIN", "DOUBLE", "SINGLE", "SPACED", "URL", "EMPTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SINGLE", "from the environment")

    given = settings_file.given(file)

    assert {name: given[name] for name in ("PLAIN", "DOUBLE", "SINGLE", "SPACED", "URL", "EMPTY")} == {
        "PLAIN": "1",
        "DOUBLE": "a b # c",
        "SINGLE": "from the environment",
        "SPACED": "e",
        "URL": "postgres://a:b=c@h/d",
        "EMPTY": "",
    }


def test_a_busy_port_is_not_offered_and_a_free_one_is():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.free_port(prefer=port) != port
    assert ports.free_port(prefer=port) == port
    assert not ports.is_free(70_000)


def test_a_busy_port_is_told_with_another_to_take(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Stop, match=r"занят.*\./run --port \d+"):
            run._check_port(taken.getsockname()[1])


@pytest.mark.parametrize(
    "words",
    [["--json"], ["journey", "--port", "0"], ["journey", "--data", "x"], ["journey", "--fresh"], ["x"]],
)
def test_options_that_would_do_nothing_are_refused(words, capsys):
    with pytest.raises(SystemExit) as ended:
        run._options(words)
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err


def test_without_options_the_portal_is_on_port_8000_in_var():
    assert run._options([]) == Namespace(what=None, port=8000, data=folder.USUAL, fresh=False, json=False)


def test_a_folder_with_somebody_elses_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    for fresh in (False, True):
        with pytest.raises(Stop, match="чужие файлы"), folder.owned(tmp_path, fresh=fresh):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_two_portals_can_not_share_a_folder(tmp_path):
    data = tmp_path / "data"
    with folder.owned(data, fresh=False), pytest.raises(Stop, match="уже работает"):
        folder.owned(data, fresh=False).__enter__()


def test_fresh_deletes_what_a_run_made_and_nothing_else(tmp_path):
    data = tmp_path / "data"
    with folder.owned(data, fresh=False):
        pass
    for name in ("files", "mail", "own"):
        (data / name).mkdir()
    (data / "msed").symlink_to(tmp_path)
    (tmp_path / "keep").write_text("")

    with folder.owned(data, fresh=True):
        pass

    assert sorted(path.name for path in data.iterdir()) == [".otklik-data", "own"]
    assert (tmp_path / "keep").exists()


def test_too_little_room_is_told_in_numbers(tmp_path):
    with pytest.raises(Stop, match=r"Мало места.* МБ, нужно от \d+ МБ"):
        folder.check_room(tmp_path, 10**18)


def test_a_private_cluster_starts_keeps_its_data_and_survives_a_kill(tmp_path):
    home = Path(f"/tmp/otklik-cluster-{os.getpid()}")  # noqa: S108  # pytest's own folders are closed to `postgres`
    home.mkdir()
    cluster = Cluster(home)
    try:
        url = cluster.start()
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
            assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = 'otklik'").fetchone() == (
                False,
            )
        assert cluster.process is not None
        cluster.process.kill()  # -9: the children of the server may still be there
        cluster.process.wait()

        again = Cluster(home)
        cluster = again
        assert again.start() == url  # the same port and password
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
            port = again.port
        again.stop()
        assert ports.is_free(port)
        assert not again._inhabitants()
    finally:
        cluster.stop()
        subprocess.run(["rm", "-rf", str(home)], check=True)


def test_a_given_database_is_used_and_no_cluster_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@example.test/theirs")
    with run._database(tmp_path) as url:
        assert url == "postgres://somebody@example.test/theirs"
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_does_not_end_kindly_is_killed_with_its_children(tmp_path):
    stubborn = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    log = tmp_path / "log"
    with log.open("wb") as sink:
        process = shell.start([sys.executable, "-c", stubborn], sink, env=None, cwd=tmp_path)
    while not log.read_text():
        time.sleep(0.02)
    shell.end(process, signal.SIGTERM, seconds=0.2)
    assert process.returncode == -signal.SIGKILL


def test_the_last_words_of_a_program_are_told():
    with pytest.raises(Stop, match="ошибка 3\n    wrong"):
        shell.output([sys.executable, "-c", "import sys; sys.exit(print('wrong', file=sys.stderr) or 3)"])
    with pytest.raises(Stop, match="Не найдена программа nowhere"):
        shell.output(["nowhere"])


@pytest.mark.parametrize(
    ("what", "code"),
    [(Stop("Так вышло."), 1), (Interrupted(signal.SIGINT), 130), (Interrupted(signal.SIGTERM), 143)],
)
def test_a_command_ends_with_a_code_and_words_instead_of_a_trace(what, code, capsys):
    def command() -> int:
        raise what

    assert say.ended(command) == code
    assert "Traceback" not in capsys.readouterr().err


def test_nobody_reading_any_more_is_no_failure_of_ours():
    code = "from tools import say; raise SystemExit(say.ended(lambda: [say.line('x' * 99) for _ in range(9999)] and 0))"
    words = [sys.executable, "-c", code]
    told = subprocess.Popen(words, cwd=environment.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert told.stdout is not None and told.stderr is not None
    told.stdout.readline()
    told.stdout.close()
    assert (told.wait(timeout=30), told.stderr.read()) == (128 + signal.SIGPIPE, b"")
    told.stderr.close()


def test_missing_packages_are_found():
    assert packages._missing(["coreutils", "no-such-package-of-debian"]) == ["no-such-package-of-debian"]


def test_without_rights_the_command_for_an_administrator_is_told(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Stop, match="apt-get install x"):
        packages._as_root("apt-get install x")


def test_a_template_of_the_same_migrations_is_taken_as_it_is(tmp_path):
    (tmp_path / "template").write_text(template._migrations())

    with template.made(tmp_path, {}) as migrated:
        assert migrated() == {"OTKLIK_TEST_TEMPLATE": "otklik_template"}


def test_a_template_that_cannot_be_made_is_told_and_tried_again(tmp_path):
    (tmp_path / "log").mkdir()
    (tmp_path / "template").write_text("of other migrations")
    nowhere = {
        **environment.variables(),
        "DATABASE_URL": f"postgres://x@127.0.0.1:{ports.free_port()}/x",
        "OTKLIK_DB_POOL": "0",
    }

    with template.made(tmp_path, nowhere) as migrated, pytest.raises(Stop, match=r"(?s)не готова.*refused"):
        migrated()

    assert not (tmp_path / "template").exists()
