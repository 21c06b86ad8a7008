"""Check events by the models of their classes. Importing this builds the models' foundations."""

from typing import Any

from pydantic import ValidationError

from slack_ocsf.models import model_for


def invalidity(event: dict[str, Any]) -> tuple[str, str] | None:
    """Return why an event is not valid OCSF and where in it, or None when it is."""
    try:
        model_for(event["class_uid"]).model_validate(event)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        others = error.error_count() - 1
        more = f", and {others} more" if others else ""
        reason = f"its event is no valid {event['class_name']}: {first['msg']}{more}"
        return reason, ".".join(str(step) for step in first["loc"])
    return None
