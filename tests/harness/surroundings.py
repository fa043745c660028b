"""What a walk needs around it, brought when the first walk asks: an engine, a world, machines."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from docker.errors import ImageNotFound
from filelock import FileLock

from snippets.distro import Distro
from snippets.text import ROOT
from tests.harness.engine import Engine, find_engine
from tests.harness.errors import MachineFailed
from tests.harness.image_store import choose
from tests.harness.machine import GONE, Machine, Place
from tests.harness.plan import Plan
from tests.harness.session import LABEL, Session, sweep
from tests.harness.walker import Walker
from tests.world.attachment import WorldImage
from tests.world.images import Images
from tests.world.world import World, make_world

CACHE = ROOT / ".cache"


def say(line: str) -> None:
    """Tell the person who waits."""
    print(line, file=sys.__stderr__, flush=True)


class Surroundings:
    """An engine and a world for the walks of one session; :meth:`close` it when done."""

    def __init__(self, world: str, say: Callable[[str], None] = say, image_store: str = "") -> None:
        """With an ``image_store``, machines that have Docker Engine have this one, whatever the engine would choose."""
        self.world_name, self.session, self._say, self._image_store = world, Session(), say, image_store
        self._engine: Engine | None = None
        self._world: World | None = None
        self._started = self._closed = False

    @property
    def engine(self) -> Engine:
        """The Docker Engine, swept of what killed runs left."""
        if self._engine is None:
            self._engine = find_engine()
            for name in sweep(self._engine.client):
                self._say(f"swept: {name}, left by a run that was killed")
        return self._engine

    @property
    def world(self) -> World:
        """The world, not necessarily started."""
        if self._world is None:
            self._world = make_world(
                self.world_name, self.engine.client, self.session.id, self.session.labels, self._say
            )
        return self._world

    def image(self, distro: Distro) -> WorldImage:
        """The distro's image in this world, built or pulled if it is missing."""
        return self.world.image(distro)

    def build(self, distros: Sequence[Distro]) -> None:
        """Build or pull ahead what machines of ``distros`` and the world are made of."""
        self.world.build(*distros)

    def machine(self, plan: Plan) -> Machine:
        """A started machine for the walk, of its kind and at its place on the network.

        Raises:
            EndOfLife: the distro gets no security updates any more, so a walk on it proves nothing to a reader.
            MachineFailed: it did not start, or the install page, which makes it, fails.
            WorldError: the world did not start, or has died since.
        """
        plan.distro.check_alive(datetime.now(UTC).date())
        tag = self._tag(plan)
        return self._start(tag, plan)

    def close(self, keep: bool = False) -> None:
        """Stop the world and let go of the engine, once; with ``keep`` leave them to a machine that is kept."""
        closed, self._closed = self._closed, True
        if self._engine is None or keep or closed:
            return
        try:
            if self._world and self._started:
                self._world.stop()
            self.session.remove_all(self._engine.client)
            sweep(self._engine.client)  # With -n, what the other processes did not get to remove.
        except GONE:
            self._say("the Docker Engine is gone; the next run sweeps what this one left")
        self._engine.release()

    def _start(self, tag: str, plan: Plan) -> Machine:
        if not self._started:
            self._started = True
            self.world.start()
        self.world.check()
        attachment = self.world.network(plan.walk.network)
        place = Place(attachment.network_id, attachment.resolver_ip, attachment.extra_hosts)
        machine = Machine(self.engine.client, tag, plan.walk.machine, place, self.session.labels)
        machine.start()
        return machine

    def _tag(self, plan: Plan) -> str:
        tag = self.image(plan.distro).tag
        made = hashlib.sha256(f"{tag} {self.world.key}{self._image_store}".encode())
        for page in plan.installs:
            made.update("".join(str(step.digests()) for step in page.steps).encode())
            before, tag = tag, f"{LABEL}/docker:{plan.distro.id}-{self.world_name}-{made.hexdigest()[:16]}"
            self._install(page, before, tag)
        return tag

    def _install(self, page: Plan, before: str, tag: str) -> None:
        """Walk an install page on a machine of the image ``before``, and keep the result as the image ``tag``."""
        CACHE.mkdir(exist_ok=True)
        with FileLock(CACHE / f"{Path(tag).name.replace(':', '-')}.lock"):
            try:
                self.engine.client.images.get(tag)
            except ImageNotFound:
                self._say(f"making a docker machine: walking docs/{page.page} on {page.distro.id}")
                walker = Walker(page, self._start(before, page))
                try:
                    self._walk(walker)
                    if self._image_store:
                        choose(self._image_store, walker.machine)
                    walker.machine.commit(tag, {LABEL: "1"})
                    Images(self.engine.client, self._say, self.session.labels).forget_old()
                finally:
                    walker.close()

    def _walk(self, walker: Walker) -> None:
        for index in range(len(walker.plan.steps)):
            if failure := walker.step(index):
                raise MachineFailed(f"an install page fails, so there is no docker machine to walk on:\n{failure}")
