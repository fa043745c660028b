"""Fields for the reader's own values; parameters.js brings them to life, and without it they show the defaults."""

from __future__ import annotations

from html import escape

from macros.view import View
from snippets.parameter import find_parameter


def values(view: View, *names: str) -> str:
    """A labelled field for each parameter."""
    labels = view.labels
    fields = "".join(_field(view, name) for name in names)
    return (
        f'<form class="values" aria-label="{escape(labels["your-values"])}" data-search-exclude>'
        f"<p><strong>{escape(labels['your-values'])}</strong> {escape(labels['your-values-hint'])}</p>"
        f'{fields}<button type="reset" class="values__reset" hidden>{escape(labels["reset"])}</button></form>\n'
    )


def _field(view: View, name: str) -> str:
    parameter = find_parameter(name, view.source)
    refused = view.labels.say("refused", example=parameter.default)
    return (
        f'<div class="values__field"><label for="value-{name}">{escape(parameter.label[view.language])}</label>'
        f'<input id="value-{name}" type="text" readonly spellcheck="false" autocapitalize="off" autocomplete="off"'
        f' value="{escape(parameter.default)}" data-parameter="{name}" data-default="{escape(parameter.default)}"'
        f' data-pattern="{escape(parameter.pattern)}" aria-describedby="refused-{name}">'
        f'<p id="refused-{name}" class="values__refused" role="alert" data-words="{escape(refused)}"></p></div>'
    )
