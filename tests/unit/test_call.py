"""Macro calls on a page: which are found, which are refused."""

from __future__ import annotations

import pytest

from snippets.call import Call, find_calls
from snippets.errors import BadCall


def test_calls_are_found_with_their_lines() -> None:
    """A call stands alone on its line."""
    page = 'Prose.\n\n{= steps("install-engine", "keyring") =}\n\n{= badge() =}\n'

    assert find_calls(page, "page.md") == [Call("steps", ("install-engine", "keyring"), 3), Call("badge", (), 5)]


def test_a_call_in_a_fence_is_an_example() -> None:
    """What documentation of the format shows is not a call."""
    assert find_calls('```text\n{= steps("a", "b") =}\n```\n', "page.md") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{= step("a", "b") =}', "unknown macro 'step'; known: steps, file"),
        ("{= steps(topic, section) =}", "are not plain strings"),
        ('{= steps("a") =}', "takes 2 strings"),
        ('{= steps("a", 1) =}', "takes 2 strings"),
        ('  {= steps("a", "b") =}', "stands alone"),
        ('See {= steps("a", "b") =}', "stands alone"),
    ],
)
def test_a_bad_call_is_a_clear_error(line: str, message: str) -> None:
    """Each way to call wrongly is named with the line."""
    with pytest.raises(BadCall, match=rf"page\.md:2: .*{message}"):
        find_calls(f"\n{line}\n", "page.md")
