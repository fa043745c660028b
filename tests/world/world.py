"""A world: what machines reach. Data and services; the harness knows no world by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import docker

from snippets.distro import Distro
