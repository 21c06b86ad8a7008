"""What several tests of the collector share."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Put back, after a test, what starting the logs changes for the whole process."""
    handlers = logging.root.handlers
    yield
    logging.root.handlers = handlers
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
