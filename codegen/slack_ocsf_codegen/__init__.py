"""The generator: Slack's schemas, OCSF's schema and one TOML table in, a Python package out.

Stages, each a function from values to values: load (`ocsf`, `slack`, `table`) -> `resolve` ->
`render` -> `formatting` -> `writing`. What crosses a stage boundary is defined in `ir`.
"""
