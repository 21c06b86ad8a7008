"""Check events: by the quick check of their classes, and by the models where that has doubts.

Importing this builds the models' foundations.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import orjson
from pydantic import ValidationError


def validity(package: ModuleType) -> Callable[[bytes], tuple[str, str] | None]:
    """Return the check of a generated package's events.

    The check takes the JSON of an event, and returns why it is not valid OCSF and where in it, or
    None when it is.
    """
    is_valid = import_module(f"{package.__name__}.checks").is_valid
    model_for = import_module(f"{package.__name__}.models").model_for

    def check(json: bytes) -> tuple[str, str] | None:
        if is_valid(json):
            return None
        event = orjson.loads(json)
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
