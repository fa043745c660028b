"""What a page says of mirror-doctor.pyz, which offer.py lays on the site."""

from __future__ import annotations

from hashlib import sha256
from html import escape

from macros.view import View
from mirrors.pyz import NAME, build


def mirror_doctor(view: View, *, source: str) -> str:
    """Where to get it, its sha256, and where its source is."""
    labels, pyz = view.labels, build()
    up = "../" * (view.page.count("/") + (view.language != "en") + view.pretty)
    size = labels.say("doctor-size", size=f"{len(pyz) / 1e6:.1f}")
    download = f'<a href="{up}{NAME}" download>{NAME}</a> · {escape(size)}'
    digest = f'<code>{sha256(pyz).hexdigest()}</code> · <a href="{up}{NAME}.sha256" download>{NAME}.sha256</a>'
    address = f"{source.rstrip('/')}/tree/main/mirrors"
    rows = {labels["doctor-download"]: download, "sha256": digest, labels["doctor-source"]: _link(address)}
    items = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows.items())
    return f'<dl class="doctor">{items}</dl>\n'


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address.partition("//")[2])}</a>'
