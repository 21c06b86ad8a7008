"""Load the classes that AWS CloudWatch's Slack integration gives to the actions it maps."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from slack_ocsf_codegen.errors import SchemaUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping


def load_cloudwatch(file: Path) -> dict[str, int]:
    """Return the class uid of each action that the integration maps.

    Raises:
        SchemaUnreadable: The file is missing or has not its form.
    """
    try:
        document: Mapping[str, Mapping[str, list[str]]] = json.loads(
            file.read_text(encoding="utf-8")
        )
        classes = document["classes"]
        return {action: int(uid) for uid, actions in classes.items() for action in actions}
    except OSError as error:
        raise SchemaUnreadable(f"{file}: {error.strerror}") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        fact = f"{type(error).__name__}: {error}"
        raise SchemaUnreadable(f"{file} has not the form that it should ({fact})") from None
