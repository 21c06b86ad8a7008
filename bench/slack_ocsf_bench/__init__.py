"""Measure what the mapping costs against reading and writing the JSON alone."""
