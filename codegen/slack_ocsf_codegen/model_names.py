"""How classes and objects of OCSF are called as Python classes."""

from slack_ocsf_codegen.names import identifier


def class_name(name: str) -> str:
    """`file_hosting` -> `FileHosting`, `win/reg_key` -> `WinRegKey`."""
    return "".join(part.capitalize() for part in identifier(name).split("_"))
