"""The steps as functions, over whatever reports come in."""

from __future__ import annotations

import functools
import os
import threading
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

from ._crosswire import Extracted, Pipeline, ReadError, Report, Reports, Result, Table, Trouble

Path = Union[str, "os.PathLike[str]"]
"""A file, a folder, a pattern such as `pages/*.html`, or `-` for standard input."""

Given = Union[Reports, Report, Iterable[Union[Report, Mapping[str, Any]]]]
"""What a function takes as reports."""

_loading = threading.Lock()


class ReadWarning(UserWarning):
    """An input that could not be read, while the others were."""


def pipeline(model: str | None = None) -> Pipeline:
    """The pipeline of this model, loaded once a process.

    >>> import crosswire
    >>> crosswire.pipeline("md") is crosswire.pipeline("md")
    True
    """
    # Two threads that ask at once would load it twice.
    with _loading:
        return _pipeline(os.getpid(), model)


@functools.lru_cache(maxsize=4)
def _pipeline(process: int, model: str | None) -> Pipeline:
    del process  # What was loaded before a fork is good after it, but its threads are not there.
    return Pipeline(model)


def read(
    paths: Path | Sequence[Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    progress: bool | None = None,
) -> Reports:
    """Reads files, folders and patterns, in every format that `crosswire check` takes, told by content.

    What cannot be read is in `errors` of the result and warned of (`ReadWarning`), and everything else
    is read all the same; `ReadError` is raised only where nothing at all could be read. `outlet` and
    `published` are those of reports that do not state their own.

    >>> import crosswire
    >>> reports = crosswire.read("examples/ferry")
    >>> reports
    Reports(4 reports)
    >>> reports[0].outlet, reports[0].published
    ('Inland Wire', '2031-03-06T06:02:00Z')
    """
    several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = Reports._read(several, outlet, published, progress)
    failures = [error for error in found.errors if error.is_failure]
    if failures and not len(found):
        raise ReadError("; ".join(str(error) for error in failures[:5]))
    _warn(failures)
    return found


def reports(things: Any) -> Reports:
    """Reports of what is in memory already: dictionaries with the fields of report JSON Lines (`id`,
    `outlet`, `url`, `title`, `authors`, `published`, `text`), or a table with columns of these names:
    a pandas, polars or DuckDB one, or anything else that gives Arrow (this needs pyarrow).

    A row that is no report is in `errors` and warned of; the others are read.

    >>> import crosswire
    >>> crosswire.reports([{"id": "a", "text": "The ferry sank."}])
    Reports(1 reports)
    """
    if isinstance(things, (Reports, Report)):
        return Reports(things)
    if hasattr(things, "__arrow_c_stream__") or hasattr(things, "to_arrow_table"):
        found = Reports._read_bytes("table", _ipc(things))
    else:
        rows = list(things)
        made = [row for row in rows if isinstance(row, Report)]
        if made:
            return Reports(rows)
        found = Reports._from_dicts(rows)
    _warn([error for error in found.errors if error.is_failure])
    return found


def _ipc(table: Any) -> bytes:
    """A table as an Arrow IPC stream, which the reader takes as it takes a file."""
    import pyarrow

    if not hasattr(table, "__arrow_c_stream__"):
        table = table.to_arrow_table()
    table = pyarrow.table(table)
    out = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return bytes(out.getvalue())


def _warn(failures: list[Trouble]) -> None:
    for failure in failures:
        warnings.warn(str(failure), ReadWarning, stacklevel=3)


def check(
    reports: Given,
    *,
    reference: Path | Given | Sequence[Path] | None = None,
    one_story: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    pipeline: Pipeline | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Result:
    """Compares reports: what they agree on, what only one says, and where they part.

    They are grouped into stories first; `one_story` says that they are one, `sets` gives the grouping
    as labels with lists of ids. `reference` is a transcript or statement (a path, or reports) that
    every quotation is laid against.

    >>> import crosswire
    >>> result = crosswire.check(crosswire.read("examples/ferry"), reference="examples/briefing.txt")
    >>> "conflict" in {finding.kind for finding in result.findings}
    True
    >>> [quotation["verdict"] for quotation in result.quotations].count("altered")
    1
    """
    return _of(pipeline).check(
        reports,
        reference=None if reference is None else _reference(reference),
        one_story=one_story,
        sets=None if sets is None else {label: list(ids) for label, ids in sets.items()},
        threads=threads,
        progress=progress,
    )


def _reference(given: Any) -> Any:
    if isinstance(given, (str, os.PathLike)):
        return read(given)
    if isinstance(given, (Reports, Report)):
        return given
    given = list(given)
    return read(given) if all(isinstance(one, (str, os.PathLike)) for one in given) else given


def _of(pipeline_: Pipeline | None) -> Pipeline:
    return pipeline() if pipeline_ is None else pipeline_


def extract(
    reports: Given,
    *,
    pipeline: Pipeline | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Extracted:
    """Annotates reports block by block and finds what stands in them, for several tables.

    >>> import crosswire
    >>> found = crosswire.extract(crosswire.read("examples/ferry"))
    >>> len(found), len(found.quotes()) > 3
    (4, True)
    """
    return _of(pipeline).extract(reports, threads=threads, progress=progress)


def _table(name: str, what: str, example: str) -> Any:
    def table(
        reports: Given,
        *,
        pipeline: Pipeline | None = None,
        threads: int | None = None,
        progress: bool | None = None,
    ) -> Table:
        return _of(pipeline).table(name, reports, threads=threads, progress=progress)

    table.__name__ = table.__qualname__ = name
    table.__doc__ = f"""{what}

    >>> import crosswire
    >>> table = crosswire.{name}(crosswire.read("examples/ferry"))
    {example}
    """
    return table


times = _table(
    "times",
    "The time expressions of reports as TIMEX3, with the interval of the calendar that each can denote.",
    """>>> table.to_dicts()[0]["value"]
    '2031-03-05'""",
)
quantities = _table(
    "quantities",
    "The quantities of reports, as intervals with units and counted nouns.",
    """>>> [(row["text"], row["normal"]["low"]) for row in table.to_dicts()][0]
    ('At least three', 3.0)""",
)
quotes = _table(
    "quotes",
    "Who said what, in which words.",
    """>>> sorted({row["kind"] for row in table.to_dicts()})
    ['direct', 'indirect']""",
)
statements = _table(
    "statements",
    "What reports assert: who did what to whom, when, and who says so.",
    """>>> {"lemma", "negated", "factuality", "attribution"} <= set(table.columns)
    True""",
)
undertakings = _table(
    "undertakings",
    "What reports promise, threaten, demand and foretell, count over a span of time, and tell as lasting.",
    """>>> {"sort", "kind", "holder", "from", "to", "state"} <= set(table.columns)
    True""",
)
tokens = _table(
    "tokens",
    "One row a token, annotated block by block.",
    """>>> table.to_dicts()[0]["pos"]
    'ADV'""",
)
