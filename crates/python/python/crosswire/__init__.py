"""Crosswire reads news reports and shows, for every story, what the reports agree on, what only one of
them says, and where they contradict or alter each other, each finding tied to the exact words.

>>> import crosswire
>>> result = crosswire.check([
...     crosswire.Report("Three people died when the ferry struck a pier at Port Maren.", outlet="Coast Today"),
...     crosswire.Report("Five people died when the ferry struck a pier at Port Maren.", outlet="The Ledger"),
... ], one_story=True)
>>> for finding in result.findings:
...     print(finding.kind, [value["value"] for value in finding.values])
update ['Three people', 'Five people']

`read` takes files, folders, patterns; `check` compares reports; `times`, `quantities`, `quotes`,
`statements`, `undertakings`, `tokens` and `stories` give tables for pyarrow, polars, pandas and DuckDB; `Ledger` keeps
everything in one file; `Pipeline` is spaCy's English pipeline, run natively; `crosswire.spark` runs the
same on a cluster, `python -m crosswire` is the command.
"""

from ._crosswire import (
    CrosswireError,
    Doc,
    Extracted,
    Finding,
    Ledger,
    LedgerError,
    ModelError,
    Pipeline,
    ReadError,
    Report,
    Reports,
    Result,
    Span,
    Story,
    Table,
    Token,
    Trouble,
    View,
    __version__,
    columns_of,
    schema,
    stories,
)
from ._steps import (
    ReadWarning,
    check,
    extract,
    pipeline,
    quantities,
    quotes,
    read,
    reports,
    statements,
    times,
    tokens,
    undertakings,
)

__all__ = [
    "CrosswireError",
    "Doc",
    "Extracted",
    "Finding",
    "Ledger",
    "LedgerError",
    "ModelError",
    "Pipeline",
    "ReadError",
    "ReadWarning",
    "Report",
    "Reports",
    "Result",
    "Span",
    "Story",
    "Table",
    "Token",
    "Trouble",
    "View",
    "__version__",
    "check",
    "columns_of",
    "extract",
    "pipeline",
    "quantities",
    "quotes",
    "read",
    "reports",
    "schema",
    "statements",
    "stories",
    "times",
    "tokens",
    "undertakings",
]
