"""Crosswire on Spark: the same steps over data frames, where one machine is too small.

    from crosswire.spark import annotate_and_extract, findings, stories, unique

    extracted = annotate_and_extract(unique(reports)).persist()
    grouped = stories(extracted)
    found = findings(extracted.join(grouped.select("story", "label", "report"), ...))

`python -m crosswire.spark.job` (or `spark-submit`) runs all of it from files to Parquet. PySpark 4.0 and
Java 17; every worker needs this package and the model (a folder, or its cache).

A report is a row with the fields of report JSON Lines (`id`, `outlet`, `url`, `title`, `authors`,
`published`, `text`), or a row with the one column `value` that holds them as JSON. A row that cannot be
read is a row of the result with its `problems`, never a failed stage. Reports are told apart by their ids:
`unique` sees to it that each has its own. Numbers are signed: Spark has no
others.
"""

from ._extract import REPORT, annotate_and_extract, read_listing, schema
from ._findings import COMPARED, findings
from ._stories import stories
from ._unique import unique

__all__ = ["COMPARED", "REPORT", "annotate_and_extract", "findings", "read_listing", "schema", "stories", "unique"]
