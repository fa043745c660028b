"""The reader's terminal on a real machine: what it remembers, and what a step can do wrong."""

from __future__ import annotations

import hashlib

import pytest

from tests.harness.run import Run
from tests.harness.screen import NotText, render
from tests.harness.terminal import OUTPUT_LIMIT, Terminal


def text(run: Run) -> str:
    """What the step printed."""
    return run.output.decode().replace("\r\n", "\n")


def test_it_remembers_what_a_step_did_to_it(terminal: Terminal) -> None:
    """cd, export and functions hold for the next step, as for a reader."""
    terminal.run('cd /tmp\nexport GREETING=hello\nsay() { echo "$1"; }\n', 10)

    assert text(terminal.run('say "$GREETING from $PWD"\n', 10)) == "hello from /tmp\n"


def test_it_is_the_readers(terminal: Terminal) -> None:
    """The user is reader, at home, and may become root."""
    assert text(terminal.run('echo "$USER $(id -un) $PWD $(sudo id -un)"\n', 10)) == "reader reader /home/reader root\n"


@pytest.mark.parametrize(
    ("step", "status", "line", "command"),
    [
        ("echo a\nfalse\necho b\n", 1, 2, "false"),
        ("true\n\nls /nowhere | cat\n", 2, 3, "cat"),
        ("for i in 1 2; do\n  test -e /nowhere\ndone\n", 1, 2, "test -e /nowhere"),
        ("f() { return 7; }\nf\n", 7, 2, "return 7"),
        ("cat <<EOF\n$(echo text)\nEOF\n(exit 3)\n", 3, 4, "( exit 3 )"),
        ("no-such-command\n", 127, 1, "no-such-command"),
    ],
)  # fmt: skip
def test_the_first_failing_command_fails_the_step(
    terminal: Terminal, step: str, status: int, line: int, command: str
) -> None:
    """It is named with its line and exit status, and what follows it is not run."""
    run = terminal.run(step, 10)

    assert (status, line, command) == (run.status, run.line, run.command)
    assert "b\n" not in text(run)


@pytest.mark.parametrize(
    "step", ["if false; then :; fi\n", "false || true\n", "! false\n", "while false; do :; done\n"]
)
def test_a_tested_failure_is_none(terminal: Terminal, step: str) -> None:
    """What the shell itself does not count as a failure is none."""
    assert not terminal.run(step, 10).failed


def test_a_failure_leaves_the_terminal_usable(terminal: Terminal) -> None:
    """The next step runs in the same shell."""
    terminal.run("cd /tmp; false\n", 10)

    assert text(terminal.run("pwd\n", 10)) == "/tmp\n"


def test_a_step_is_fed_byte_for_byte(terminal: Terminal) -> None:
    """Tabs, quotes, backslashes, Chinese and lines longer than a terminal's buffer arrive."""
    line = "\t'\"\\ 中文 $" + "x" * 8000

    run = terminal.run(f"cat <<'EOF' | sha256sum | cut -c1-8\n{line}\nEOF\n", 10)

    assert text(run).strip() == hashlib.sha256(f"{line}\n".encode()).hexdigest()[:8]


def test_a_step_that_waits_for_input_is_stopped_and_named(terminal: Terminal) -> None:
    """The shell's own read, and a program behind sudo with a terminal of its own."""
    assert terminal.run("read -r -p 'Name? ' name\n", 60).stopped == (
        "it waits for input, and nobody answers: the shell itself, in read"
    )


def test_a_program_behind_sudo_that_waits_is_named(terminal: Terminal) -> None:
    """Sudo gives its command a terminal of its own; it is found there."""
    assert terminal.run("sudo cat\n", 60).stopped == "it waits for input, and nobody answers: cat"


def test_a_step_that_takes_too_long_says_what_runs(terminal: Terminal) -> None:
    """The limit is named, and the command."""
    assert terminal.run("sleep 300\n", 3).stopped == "it took longer than its limit of 3 s; still running: sleep 300"


def test_braces_in_a_command_do_no_harm_to_the_message(terminal: Terminal) -> None:
    """Docker's own templates stand in many commands."""
    run = terminal.run("bash -c 'sleep 300; : {{json .RegistryConfig}}'\n", 3)

    assert run.stopped.startswith("it took longer than its limit of 3 s; still running: ")
    assert "{{json .RegistryConfig}}" in run.stopped


def test_a_step_that_ends_the_terminal_is_seen(terminal: Terminal) -> None:
    """With the exit status of the shell."""
    run = terminal.run("echo bye\nexit 3\n", 10)

    assert (run.ended_terminal, run.status, text(run)) == (True, 3, "bye\n")


def test_a_step_that_kills_its_shell_is_seen(terminal: Terminal) -> None:
    """137 is the signal's."""
    assert (True, 137) == ((run := terminal.run("kill -9 $$\n", 10)).ended_terminal, run.status)


def test_a_flood_is_stopped(terminal: Terminal) -> None:
    """100 MB cost neither time nor memory; beginning and end are kept."""
    run = terminal.run("echo start; head -c 100000000 /dev/zero | tr '\\0' x\n", 60)

    assert run.stopped == f"it flooded the terminal: more than {OUTPUT_LIMIT // 2**20} MiB of output"
    assert run.output.startswith(b"start\r\n")
    assert len(run.output) < 200_000


def test_processes_without_end_are_stopped(terminal: Terminal) -> None:
    """Well before the step's own limit."""
    run = terminal.run("bomb() { bomb | bomb & }; bomb; sleep 100\n", 60)

    assert "it started processes without end" in run.stopped
    assert run.seconds < 30


def test_a_full_disk_is_stopped(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that writes and writes is told apart from one that is slow."""
    monkeypatch.setattr("tests.harness.watch.DISK_LIMIT", 2**29)

    run = terminal.run("while :; do head -c 50000000 /dev/zero >>/home/reader/big; sleep 0.1; done\n", 60)

    assert run.stopped.startswith("it filled the disk")


def test_a_disk_that_others_fill_is_not_blamed_on_the_step(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote itself decides."""
    growing = iter(range(2**29, 2**40, 2**29))
    monkeypatch.setattr("tests.harness.watch.DISK_LIMIT", 2**29)
    monkeypatch.setattr("tests.harness.watch.Watch._disk_used", lambda _: next(growing))

    run = terminal.run("head -c 50000000 /dev/zero >/home/reader/small; sleep 6\n", 60)

    assert (0, "") == (run.status, run.stopped)


def test_invalid_text_is_told_apart(terminal: Terminal) -> None:
    """The bytes arrive; that they are no text is for the walk to say."""
    run = terminal.run("printf 'ab\\377cd\\n'\n", 10)

    with pytest.raises(NotText, match="byte 2"):
        render(run.output)


def test_escape_codes_and_fake_ends_are_only_output(terminal: Terminal) -> None:
    """What a step prints cannot be taken for the end of it."""
    run = terminal.run("printf '\\036deadbeef\\037 0\\0370\\037\\036\\033[31mred\\033[0m\\n'\n", 10)

    assert not run.failed
    assert render(run.output).endswith("red")
