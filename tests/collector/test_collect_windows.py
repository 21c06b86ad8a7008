"""Which stretch of time is read next: nothing twice, nothing left out, nothing too early."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.collect.windows import Walk
from slack_ocsf_collector.settings.settings import Timing
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state.walkers import Walker

BEGIN = 1_790_000_000
LAGS = st.integers(0, 100_000)
WALKS = st.builds(Walk, st.just("any"), LAGS, st.integers(0, 5_000))
STEPS = st.lists(
    st.tuples(
        st.integers(-3_000, 90_000),  # seconds by which Slack's clock goes on, or back
        st.integers(1, 6),  # pages of the window
        st.booleans(),  # are they full
        st.integers(0, 3),  # refusals of its cursor
    ),
    max_size=40,
)


def drained(walker: Walker, window: Window, pages: int, *, is_full: bool) -> Walker:
    for number in range(pages):
        cursor = "" if number == pages - 1 else f"cursor {number}="
        walker = windows.after_page(walker, window, cursor, is_full=is_full)
    return walker


def walked(walk: Walk, steps: list[tuple[int, int, bool, int]]) -> list[tuple[int, Window]]:
    """Return the windows that were drained, each with Slack's time when it was taken."""
    walker, now, done = windows.started(BEGIN), BEGIN, []
    for passed, pages, is_full, refusals in steps:
        now += passed
        window = windows.due_window(walker, walk, now)
        for _ in range(refusals if window else 0):
            assert window is not None
            walker = windows.begun_again(walker, window)
            window = windows.due_window(walker, walk, now)
        if window is not None:
            walker = drained(walker, window, pages, is_full=is_full)
            done.append((now, window))
    return done


@given(WALKS, STEPS)
def test_windows_cover_every_second_once_and_in_order(
    walk: Walk, steps: list[tuple[int, int, bool, int]]
) -> None:
    reached = BEGIN
    for _, window in walked(walk, steps):
        assert window.oldest == reached + 1
        assert window.latest >= window.oldest
        reached = window.latest


@given(WALKS, STEPS)
def test_no_window_reaches_beyond_slacks_time_less_the_lag(
    walk: Walk, steps: list[tuple[int, int, bool, int]]
) -> None:
    latest = BEGIN
    for now, window in walked(walk, steps):
        latest = max(latest, now)
        assert window.latest <= latest - walk.lag


@given(WALKS, st.integers(0, 10**7))
def test_what_is_old_enough_is_read_to_its_end(walk: Walk, there: int) -> None:
    walker, now = windows.started(BEGIN), BEGIN + walk.lag + there
    while window := windows.due_window(walker, walk, now):
        walker = drained(walker, window, 1, is_full=False)
    assert now - walk.lag - walker.watermark < max(walk.step, 1)


@given(st.integers(0, 50), st.sampled_from([20, 100, 1000, 9999]))
def test_windows_come_to_one_to_three_pages_of_an_even_log(rate: int, page_size: int) -> None:
    walker, pages = windows.started(BEGIN), 0
    for _ in range(20):
        window = windows.due_window(walker, windows.UNHURRIED, BEGIN + 10**9)
        assert window is not None
        amount = rate * (window.latest - window.oldest + 1)
        pages, is_full = max(1, -(-amount // page_size)), 2 * amount >= page_size
        walker = windows.after_page(replace(walker, pages=pages - 1), window, "", is_full=is_full)
    assert pages <= 3 or walker.width == 1
    assert is_full or walker.width == windows.WIDEST


@given(st.integers(0, 10**6))
def test_a_refused_cursor_halves_the_window_down_to_a_second(length: int) -> None:
    window = Window(BEGIN + 1, BEGIN + 1 + length)
    walker = replace(windows.started(BEGIN), window=window, cursor="x=", pages=2)
    again = windows.begun_again(walker, window)
    assert again.window is not None
    assert again.window.oldest == window.oldest
    assert again.window.latest < window.latest or length == 0
    assert (again.cursor, again.pages, again.watermark) == ("", 0, BEGIN)


@given(LAGS, st.integers(-200_000, 200_000), st.integers(0, 86_400))
def test_only_what_was_old_enough_when_it_was_begun_is_spared(
    lag: int, begun: int, length: int
) -> None:
    behind, window = windows.started(BEGIN), Window(BEGIN + 1, BEGIN + 1 + length)
    begun_at = BEGIN + begun
    spared = windows.spared(behind, Walk("later", lag, 1), window, begun_at)
    reached = BEGIN if spared is None else spared.watermark
    assert reached == max(BEGIN, min(window.latest, begun_at - lag))


def test_a_walker_amid_a_window_is_spared_nothing() -> None:
    window = Window(BEGIN + 1, BEGIN + 10)
    behind = replace(windows.started(BEGIN), window=window, cursor="x=")
    assert windows.spared(behind, Walk("later", 1, 1), window, BEGIN + 10**6) is None


def test_a_walker_that_is_not_next_is_spared_nothing() -> None:
    behind, walk = windows.started(BEGIN), Walk("later", 1, 1)
    assert windows.spared(behind, walk, Window(BEGIN + 2, BEGIN + 9), BEGIN + 10**6) is None


def test_a_window_at_hand_keeps_its_ends_however_late_it_gets() -> None:
    window = Window(BEGIN + 1, BEGIN + 10)
    walker = replace(windows.started(BEGIN), window=window, cursor="x=")
    assert windows.due_window(walker, Walk("any", 60, 60), BEGIN + 10**6) == window
    assert windows.due_window(walker, Walk("any", 60, 60), BEGIN - 10**6) == window


def test_once_a_second_of_the_log_is_worth_a_request() -> None:
    timing = Timing(poll=60, settle=10)
    settle = windows.walks(timing, once=True)[0]
    assert windows.due_window(windows.started(BEGIN), settle, BEGIN + 11) is not None


@given(LAGS, st.integers(-200_000, 200_000), st.integers(0, 86_400), st.integers(0, 10**6))
def test_a_walker_is_put_back_before_what_was_too_young_of_a_window_behind_it(
    lag: int, begun: int, length: int, ahead: int
) -> None:
    window = Window(BEGIN + 1, BEGIN + 1 + length)
    walker, begun_at = windows.started(window.latest + ahead), BEGIN + begun
    back = windows.put_back(walker, Walk("last", lag, 1), window, begun_at)
    young = [second for second in (window.oldest, window.latest) if second > begun_at - lag]
    assert (back is not None) == bool(young)
    assert back is None or (window.oldest - 1 <= back.watermark < min(young))
    assert back is None or back.watermark >= begun_at - lag
