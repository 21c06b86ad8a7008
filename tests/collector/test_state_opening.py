"""Processes that begin at once find one state."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from slack_ocsf_collector.state.database import open_state


def test_a_new_state_can_be_opened_by_several_at_once(tmp_path: Path) -> None:
    together = Barrier(4)

    def opened(folder: Path) -> bool:
        together.wait()
        open_state(folder).close()
        return True

    with ThreadPoolExecutor(4) as pool:
        for number in range(60):  # of which SQLite refuses some ten where it is asked once
            assert all(pool.map(opened, [tmp_path / str(number)] * 4))
