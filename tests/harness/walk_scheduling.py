"""Which worker takes which walk, with ``-n`` and ``--tx``: xdist's scheduling by scope, for workers that may die."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from typing import Any

from xdist.scheduler import LoadScopeScheduling

ATTEMPTS = 3
"""A walk during which so many workers died is not begun again: it may be what kills them."""

Steps = dict[str, bool]
"""A walk's steps by their ids, and whether each is done."""


class WalkScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole walks; what a dead worker had not finished goes to others, each walk from its first step."""

    workqueue: OrderedDict[str, Steps]
    assigned_work: dict[Any, dict[str, Steps]]

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        self.abandoned: dict[str, Steps] = {}
        """Walks that will not run, until somebody says so."""
        self._deaths = Counter[str]()

    @property
    def waits(self) -> bool:
        """Whether a worker is wanted: a walk is in nobody's hands, or nobody has said yet which walks there are."""
        return bool(self.workqueue) or (self.collection is None and not self._all_have_said())

    def unfinished(self, node: Any) -> list[str]:
        """The walks that the worker was given and has not done; the first of them is under way."""
        return [walk for walk, steps in self.assigned_work.get(node, {}).items() if not all(steps.values())]

    def is_whole(self, node: Any, index: int) -> bool:
        """Whether all steps are done of the walk that the worker's step number ``index`` belongs to."""
        walk = self._split_scope(self.registered_collections[node][index])
        return all(self.assigned_work[node][walk].values())

    def remove_node(self, node: Any) -> None:
        """Take back what the worker has not finished, and hand it to those who can take more.

        xdist wants the step named at which the worker died, to report it as failed; here it did not fail.
        """
        walks = self.unfinished(node)
        given = self.assigned_work.pop(node)
        again = OrderedDict((walk, dict.fromkeys(given[walk], False)) for walk in walks)
        self._deaths.update(walks[:1])
        self.abandoned |= {walk: again.pop(walk) for walk in walks[:1] if self._deaths[walk] >= ATTEMPTS}
        self.workqueue = OrderedDict({**again, **self.workqueue})
        if self.workqueue:
            for other in self.nodes:
                self._reschedule(other)

    def do_without(self, node: Any) -> None:
        """Expect nothing more from a worker that died and is not replaced."""
        if self.collection is None and node not in self.registered_collections:
            self.numnodes -= 1
            if self._all_have_said():
                self.schedule()

    def abandon_all(self) -> None:
        """Give up the walks that wait."""
        self.abandoned |= self.workqueue
        self.workqueue.clear()

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        """Note what the worker has found; one that comes later, and has found something else, gets nothing to do."""
        super().add_node_collection(node, collection)
        if node not in self.registered_collections:
            del self.assigned_work[node]
            node.shutdown()

    def _all_have_said(self) -> bool:
        return bool(self.registered_collections) and self.collection_is_completed

    def _assign_work_unit(self, node: Any) -> None:
        if node in self.registered_collections:
            super()._assign_work_unit(node)
