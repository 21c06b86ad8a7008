"""Each value of a TOML file has the line that its statement begins on."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from slack_ocsf_collector.settings.lines import lines_of

TEXT = '''\
# comment
a = 1

b = [
  "x",  # ]
  "y",
]
"c d".e = """
[t]
f = 2
"""
[t]
g = { h = 1, i = [1, 2] }

[[u]]
j = 1
[[u]]

j = 2
'''


def test_each_value_has_the_line_its_statement_begins_on() -> None:
    assert lines_of(TEXT) == {
        ("a",): 2,
        ("b",): 4,
        ("b", 0): 4,
        ("b", 1): 4,
        ("c d",): 8,
        ("c d", "e"): 8,
        ("t",): 12,
        ("t", "g"): 13,
        ("t", "g", "h"): 13,
        ("t", "g", "i"): 13,
        ("t", "g", "i", 0): 13,
        ("t", "g", "i", 1): 13,
        ("u",): 15,
        ("u", 0): 15,
        ("u", 0, "j"): 16,
        ("u", 1): 17,
        ("u", 1, "j"): 19,
    }


STATEMENTS = st.sampled_from(
    [
        "{} = 1",
        "{} = [\n 1,\n\n 2 ]",
        "{} = '''\n[x]\n'''",
        "# [{}]\n{} = true",
        "\n\n{} = {{ y = 'z' }}",
        '{} = "\\n#"',
    ]
)


@given(st.lists(STATEMENTS, max_size=12))
def test_a_key_stands_on_its_line_whatever_is_around(statements: list[str]) -> None:
    names = [f"k{number}" for number in range(len(statements))]
    written = [
        one.replace("{}", name).replace("{{", "{").replace("}}", "}")
        for one, name in zip(statements, names, strict=True)
    ]
    text = "\n".join(written)
    lines = text.split("\n")

    found = lines_of(text)

    assert set(tomllib.loads(text)) == {path[0] for path in found}
    for name in names:
        begins = found[name,]
        statement = next(
            number for number, line in enumerate(lines, 1) if line.startswith(f"{name} = ")
        )
        comments = [line for line in lines[begins - 1 : statement - 1] if line and line[0] != "#"]
        assert begins == statement, comments
