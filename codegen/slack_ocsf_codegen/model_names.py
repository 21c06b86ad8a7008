"""How classes and objects of OCSF are called as Python classes."""


def class_name(name: str) -> str:
    """`file_hosting` -> `FileHosting`, `win/reg_key` -> `WinRegKey`."""
    return "".join(part.capitalize() for part in name.replace("/", "_").split("_"))
