"""What is killed besides looks at the audit log: backfill, verify, replay."""

from points import Scene, collecting
from worlds import LATEST, OLDEST, Step, World


def _lose(world: World) -> None:
    for one in world.kept:
        one.lose()


_BACKFILL = Step(0, ("backfill", "--from", OLDEST, "--oldest", LATEST - 600))
_VERIFY = Step(-1, ("verify", "--from", OLDEST), fine=frozenset({0, 1}))
_REPLAY = Step(0, ("replay",))
_REFUSING = Step(0, mends=False)

SCENES = {
    "backfill": Scene(
        _BACKFILL,
        before=(Step(0, ("collect", "--once", "--oldest", LATEST - 600)),),
        after=(_BACKFILL, Step(-1)),
    ),
    "backfill first": Scene(_BACKFILL, after=(_BACKFILL, Step(-1))),
    "verify": Scene(
        _VERIFY,
        before=(Step(-1),),
        harm=_lose,
        after=(_VERIFY, Step(-1)),
    ),
    "refuse": Scene(_REFUSING, after=(_REFUSING, _REPLAY, Step(-1))),
    "replay": Scene(_REPLAY, before=(_REFUSING,), after=(_REPLAY, Step(-1))),
}
"""By what is killed: a backfill behind a look and before any, a verify of sinks that lack events, a
look with a mapping that refuses entries, and a replay of those with a mended one."""

BESIDE = {
    "backfill": Scene(
        _BACKFILL,
        before=(Step(0, ("collect", "--oldest", LATEST - 600)),),
        after=(_BACKFILL, Step(-1)),
    ),
    "verify": Scene(
        _VERIFY,
        before=(Step(-1), Step(-1, ("collect",))),
        harm=_lose,
        after=(Step(-1), _VERIFY),
    ),
}
"""The same beside a `collect` that goes on until it is killed."""

ROWS = {
    "sweep": Scene(Step(0), after=(Step(0),)),
    "sweep taken up late": collecting(0),
    "look": collecting(1),
    "next sweep": collecting(2),
}
"""Runs over access and integration logs."""
