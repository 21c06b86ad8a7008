"""When silence is too long follows from the organisation's own rhythm."""

from hypothesis import given
from hypothesis import strategies as st

from slack_ocsf_collector.health.rhythm import Rhythm, heard, is_silent, limit

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
MONDAY = 1_767_571_200  # 2026-01-05T00:00:00Z
SATURDAY = MONDAY + 5 * DAY


def office_hours(weeks: int) -> Rhythm:
    """An entry every ten minutes from Monday to Friday, 8 to 18, and none else."""
    dates = [
        MONDAY + week * WEEK + day * DAY + 8 * HOUR + minute * 60
        for week in range(weeks)
        for day in range(5)
        for minute in range(0, 601, 10)
    ]
    return heard(Rhythm(MONDAY), dates)


def test_a_quiet_weekend_is_no_alarm_after_a_week_was_seen() -> None:
    rhythm = heard(office_hours(2), [MONDAY + 14 * DAY + 8 * HOUR])
    before_the_weekend = heard(rhythm, [MONDAY + 18 * DAY + 18 * HOUR])

    assert not is_silent(before_the_weekend, MONDAY + 21 * DAY + 7 * HOUR, None)


def test_half_a_morning_of_silence_is_an_alarm() -> None:
    rhythm = heard(office_hours(3), [MONDAY + 21 * DAY + 9 * HOUR])

    assert is_silent(rhythm, MONDAY + 21 * DAY + 11 * HOUR + 60, None)


def test_an_hour_not_seen_yet_allows_a_day() -> None:
    assert limit(Rhythm(MONDAY), MONDAY) == DAY


def test_a_fixed_limit_counts_alone() -> None:
    rhythm = office_hours(3)

    assert is_silent(rhythm, rhythm.last + 301, 300)
    assert not is_silent(rhythm, rhythm.last + 300, 300)


def test_late_entries_change_nothing() -> None:
    rhythm = office_hours(1)

    assert heard(rhythm, [MONDAY + 3 * HOUR, rhythm.last]) == rhythm


def test_a_silence_counts_for_each_hour_that_it_touches() -> None:
    rhythm = heard(Rhythm(MONDAY + HOUR // 2), [MONDAY + 2 * HOUR + 1])

    assert dict(rhythm.longest) == dict.fromkeys((0, 1, 2), 5_401)


def test_a_silence_of_months_touches_each_hour_of_the_week() -> None:
    assert len(heard(Rhythm(MONDAY), [MONDAY + 90 * DAY]).longest) == 168


@given(st.lists(st.integers(MONDAY, MONDAY + 4 * WEEK), max_size=30), st.integers(0, 30))
def test_entries_can_come_in_any_portions(dates: list[int], cut: int) -> None:
    dates.sort()

    at_once = heard(Rhythm(MONDAY), dates)

    assert heard(heard(Rhythm(MONDAY), dates[:cut]), dates[cut:]) == at_once
