"""The places that events are delivered to, behind one protocol."""
