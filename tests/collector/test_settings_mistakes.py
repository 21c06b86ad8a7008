"""Every mistake in settings is told, with its place, the fact and the nearest right name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from slack_ocsf_collector.settings.given import Given
from slack_ocsf_collector.settings.load import load, load_settings
from slack_ocsf_collector.settings.mistakes import SettingsWrong

Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.chdir(tmp_path)

    def mistakes(text: str = "", **options: str) -> list[str]:
        given = {name: Given(f"--{name}", (value,)) for name, value in options.items()}
        if text:
            Path("c.toml").write_text(text)
            given["config"] = Given("--config", ("c.toml",))
        return [str(one) for one in load(given, now=1_800_000_000).mistakes]

    return mistakes


ACME = '[[organization]]\nname = "acme"\n'
SINK = '[[sink]]\nkind = "parquet"\ntarget = "lake"\n'


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("statt = 1", "c.toml:1: there is no setting 'statt' here (did you mean 'state'?)"),
        ("state = 1", "c.toml:1: state is 1; it should be a path"),
        ("ocsf = '1.5'", r"c.toml:1: ocsf is '1.5'; it should match '^\d+\.\d+\.\d+$'"),
        (
            "metrics = ':1'",
            ("c.toml:1: metrics is ':1'; it should be HOST:PORT, such as 127.0.0.1:9464"),
        ),
        (
            "log_level = 'warn'",
            (
                "c.toml:1: log_level is 'warn'; it should be 'debug', 'info', "
                "'warning' or 'error' (did you mean 'warning'?)"
            ),
        ),
        ("timing = 3", "c.toml:1: timing is 3; it should be a table"),
        (
            "[timing]\npoll = true",
            (
                "c.toml:2: poll is true; it should be seconds, or a number with "
                "s, m, h or d, such as 15m"
            ),
        ),
        ("[timing]\npoll = 0", "c.toml:2: poll is 0; it should be greater than or equal to 1"),
        (
            "[timing]\nsettel = 1",
            ("c.toml:2: there is no setting 'settel' here (did you mean 'settle'?)"),
        ),
        ("[timing]\nreread = 5", "c.toml:2: reread is 5 s; it should be later than settle (60 s)"),
        (
            "[timing]\n\nslow_reread = '15m'",
            ("c.toml:3: slow_reread is 900 s; it should be later than reread (900 s)"),
        ),
        (
            "[organization]",
            (
                "c.toml:1: organization is one table; write [[organization]], for "
                "there can be several"
            ),
        ),
        ("[[organization]]\nteam = 'T1'", "c.toml:1: name is missing"),
        (
            "[[organization]]\nname = 'Acme'",
            ("c.toml:2: name is 'Acme'; it should match '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'"),
        ),
        (f"{ACME}page_size = '9'", "c.toml:3: page_size is '9'; it should be a whole number"),
        (
            f"{ACME}page_size = 10000",
            ("c.toml:3: page_size is 10000; it should be less than or equal to 9999"),
        ),
        (
            f"{ACME}sources = ['audit',\n'acces']",
            (
                "c.toml:3: sources[1] is 'acces'; it should be "
                "'audit', 'access' or 'integration' (did you mean 'access'?)"
            ),
        ),
        (f"{ACME}sources = []", "c.toml:3: sources: it should not be empty"),
        (
            f"{ACME}api_url = 'http://slack.example'",
            (
                "c.toml:3: api_url: http://slack.example: "
                "only this machine is talked to without TLS; write https://"
            ),
        ),
        (f"{ACME}oldest = 2999-01-01", "c.toml:3: oldest is 2999-01-01; it lies in the future"),
        (
            f"{ACME}token = {{}}",
            ("c.toml:3: token: it should have just one of file, variable and command"),
        ),
        (
            f"{ACME}token = {{ file = '/a', variable = 'B' }}",
            ("c.toml:3: token: it should have just one of file, variable and command"),
        ),
        (
            f"{ACME}token = {{ fiel = '/a' }}",
            ("c.toml:3: there is no setting 'fiel' here (did you mean 'file'?)"),
        ),
        (f"{ACME}{ACME}token = {{ file = '/a' }}", "c.toml:1: token is missing"),
        (
            "[[sink]]\nkind = 'ndjsn'",
            (
                "c.toml:2: kind is 'ndjsn'; it should be 'stdout', 'ndjson', "
                "'parquet' or 'http' (did you mean 'ndjson'?)"
            ),
        ),
        ("[[sink]]\nkind = 'ndjson'", "c.toml:1: ndjson needs a target, a folder"),
        ("[[sink]]\nkind = 'stdout'\ntarget = 'x'", "c.toml:3: stdout has no target"),
        (
            "[[sink]]\nkind = 'ndjson'\ntarget = 's3://b'",
            ("c.toml:3: ndjson goes into a folder of this machine, not to a URL"),
        ),
        (
            "[[sink]]\nkind = 'http'\ntarget = 'http://siem.example'",
            (
                "c.toml:3: "
                "http://siem.example: only this machine is talked to without TLS; write https://"
            ),
        ),
        (f"{SINK}carries = 'raw'", "c.toml:3: a lake takes events, not raw entries"),
        (
            f"{SINK}recrods = 1",
            ("c.toml:4: there is no setting 'recrods' here (did you mean 'records'?), for parquet"),
        ),
        (f"{SINK}records = 0", "c.toml:4: records is 0; it should be a whole number above 0"),
        (f"{SINK}headers = {{}}", "c.toml:4: parquet has no headers; only http has"),
        (
            f"{SINK}for = 'aws'",
            ("c.toml:4: Security Lake takes OCSF up to 1.3, ocsf is 1.5.0; set ocsf = '1.3.0'"),
        ),
        (
            f"{SINK}{SINK.replace('lake', './lake/')}",
            ("c.toml:6: parquet: its place is that of the sink at c.toml:1"),
        ),
        (f"state = 'lake'\n{SINK}", "c.toml:4: parquet: its place is that of the state"),
    ],
)
def test_a_mistake_is_told(told: Told, text: str, mistake: str) -> None:
    assert mistake in told(text)


def test_all_mistakes_are_told_from_the_top_on(told: Told) -> None:
    text = f"{ACME}{ACME}token = 'x'\n[timing]\npoll = 0\n[[sink]]\nkind = 'x'\n"

    places = [one.partition(" ")[0] for one in told(text, page_size="x")]

    assert places == [
        "--page_size:", "c.toml:1:", "c.toml:4:", "c.toml:5:", "c.toml:7:", "c.toml:9:",
    ]  # fmt: skip


def test_a_name_that_occurs_twice_is_told_at_the_second(told: Told) -> None:
    assert "c.toml:4: 'acme' is the name of the organisation at c.toml:1 already" in told(
        ACME + ACME
    )


def test_a_file_of_one_token_is_refused_for_several_organizations(told: Told) -> None:
    where = "token = { variable = 'A' }\n"
    text = f"{ACME}{where}{ACME.replace('acme', 'zeta')}{where}"

    assert told(text, token_file="/t") == [  # noqa: S106 - a path
        "--token_file: there are several organisations; say in the file where the token of each is"
    ]


def test_what_is_no_toml_is_told_with_its_line(told: Told) -> None:
    with pytest.raises(SettingsWrong, match=r"^c\.toml:2: not TOML: "):
        told("a = 1\nb = \n")


def test_a_file_that_is_not_there_is_told_with_the_option() -> None:
    given = {"config": Given("SLACK_OCSF_CONFIG", ("/no/such",))}

    with pytest.raises(SettingsWrong, match=r"^SLACK_OCSF_CONFIG: /no/such: No such file"):
        load_settings(given)


@pytest.mark.parametrize(
    ("option", "value", "mistake"),
    [
        (
            "sink",
            "ndjsn:x",
            (
                "--sink: 'ndjsn:x' names no sink; it should be stdout, ndjson:DIR, "
                "parquet:DIR, parquet:URL or http:URL"
            ),
        ),
        ("raw", "parquet:x", "--raw: a lake takes events, not raw entries"),
        ("ocsf", "1.9.9", "--ocsf: no mapping for OCSF 1.9.9 is installed"),
        ("oldest", "3 days", "--oldest: oldest is '3 days'; it should be 2026-01-31"),
        ("source", "audits", "--source: sources[0] is 'audits'; it should be"),
    ],
)
def test_a_mistake_in_an_option_names_the_option(
    told: Told, option: str, value: str, mistake: str
) -> None:
    assert any(one.startswith(mistake) for one in told(**{option: value}))


def test_a_secret_in_a_list_is_told_by_the_name_of_the_list(told: Told) -> None:
    (mistake,) = told(f"{ACME}token = {{ command = ['echo', 'xoxp-CANARY'] }}")
    assert "command[1] holds a secret" in mistake


def test_a_list_of_which_every_item_is_wrong_is_one_mistake_for_each(told: Told) -> None:
    assert len(told(f"{ACME}sources = ['audits', 'acces']")) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{ACME}token = 'xoxp-CANARY'",
        f"{ACME}token = 'CANARY'",
        f"{ACME}token = ['CANARY']",
        f"{ACME}token = {{ value = 'CANARY' }}",
        f"{ACME}token = {{ file = 3, variable = ['CANARY'] }}",
        f"{ACME}team = 'xoxp-CANARY'",
        f"{ACME}xoxp-CANARY = 1",
        "state = 'xoxb-CANARY'",
        "[[sink]]\nkind = 'http'\ntarget = 'https://u:CANARY@host'",
        "[[sink]]\nkind = 'http'\ntarget = 'https://h'\nheaders = { A = 'CANARY' }",
        "[[sink]]\nkind = 'http'\ntarget = 'https://h'\nheaders = { A = { x = 'CANARY' } }",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(told: Told, text: str) -> None:
    mistakes = told(text)

    assert mistakes
    assert "CANARY" not in "".join(mistakes).replace("CANARY = 1", "")


def test_a_url_is_not_quoted_in_a_mistake(told: Told) -> None:
    assert "CANARY" not in "".join(told(f"{ACME}web_url = 'https://h/?t=CANARY'"))


def test_other_settings_beside_a_mistake_are_no_mistakes(told: Told) -> None:
    assert told("statt = 1\nmetrics_file = 'm'\nlog_level = 'debug'\n") == [
        "c.toml:1: there is no setting 'statt' here (did you mean 'state'?)"
    ]
