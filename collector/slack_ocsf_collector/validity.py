"""Check events: by the quick check of their classes, and by the models where that has doubts.

Importing this builds the models' foundations.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from pydantic import ValidationError


def validity(package: ModuleType) -> Callable[[dict[str, Any], bytes], tuple[str, str] | None]:
    """Return the check of a generated package's events.

    The check takes an event and its JSON, and returns why it is not valid OCSF and where in it,
    or None when it is.
    """
    check_for = import_module(f"{package.__name__}.checks").check_for
    model_for = import_module(f"{package.__name__}.models").model_for

    def check(event: dict[str, Any], json: bytes) -> tuple[str, str] | None:
        if check_for(event["class_uid"])(json):
            return None
        try:
            model_for(event["class_uid"]).model_validate(event)
        except ValidationError as error:
            return _first(error, event["class_name"])
        return None

    return check


def _first(error: ValidationError, class_name: str) -> tuple[str, str]:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    others = error.error_count() - 1
    more = f", and {others} more" if others else ""
    reason = f"its event is no valid {class_name}: {first['msg']}{more}"
    return reason, ".".join(str(step) for step in first["loc"])
