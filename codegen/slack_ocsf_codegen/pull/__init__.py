"""Refresh the vendored schemas: fetch, check, normalise, write with provenance."""
