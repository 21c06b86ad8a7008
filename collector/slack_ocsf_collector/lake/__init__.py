"""A lake of Parquet files: events as columns, one object for each class and day of a batch."""
