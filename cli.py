"""The command line: thin wrappers around the library, and the only place that prints.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 done, 1 something failed, 2 wrong usage. Heavy
imports stand inside the commands that need them, so that `--help` is quick and a query never loads the language model.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from realpolitik.extractors.pipeline import Resources
    from realpolitik.graph.store import GraphStore
    from realpolitik.ontology.errors import InputError
    from realpolitik.ontology.records import Article

__all__ = ["app"]

app = typer.Typer(
    name="realpolitik",
    help="Reads news and draws the map of who did what to whom, showing the sentence that says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[
    list[Path], typer.Argument(help="Files and folders: text, Markdown, HTML, JSONL.", show_default=False)
]
Place = Annotated[
    Path, typer.Argument(help="What build made (OUT or OUT/store), or a Turtle file.", show_default=False)
]
Pipeline = Annotated[str | None, typer.Option(help="Another installed spaCy pipeline with UD labels.")]
Actors = Annotated[Path | None, typer.Option(help="A table of your own actors (CSV).")]
MinConfidence = Annotated[float, typer.Option(min=0, max=1, help="Leave out statements below this confidence.")]
Since = Annotated[str | None, typer.Option(help="First day, as 2014-03-01.")]
Until = Annotated[str | None, typer.Option(help="Last day.")]
Title = Annotated[str | None, typer.Option(help="Title of the page.")]
_LIBRARIES = ("spacy", "onnxruntime", "rdflib", "pyoxigraph", "networkx", "pyvis")
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


@app.callback()
def _start() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _plain(text: str) -> str:
    """Return a text that a terminal only shows: what would steer it is written out."""
    return "".join(" " if c.isspace() else c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _say(message: str) -> None:
    print(_plain(message), file=sys.stderr)


def _stop(message: str, code: int = 1) -> NoReturn:
    _say(f"realpolitik: {message}")
    raise typer.Exit(code)


@contextmanager
def _failures() -> Iterator[None]:
    """Turn every error that a user can act on into one line on stderr and exit code 1."""
    from realpolitik.ontology.errors import RealpolitikError

    try:
        yield
        sys.stdout.flush()
    except RealpolitikError as error:
        _stop(str(error))
    except BrokenPipeError:
        # The reader has gone (`| head`); Python must not complain of what is left to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except OSError as error:
        _stop(f"{error.filename or 'output'}: {error.strerror or error}; check the name and its permissions")


class _Skipped:
    """Counts the sources that could not be read, and says why on stderr."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: "InputError") -> None:
        self.count += 1
        _say(f"realpolitik: {error}")

    def leave(self) -> None:
        if self.count:
            raise typer.Exit(1)


def _articles(inputs: list[Path], skipped: _Skipped) -> Iterator["Article"]:
    from realpolitik.extractors.readers import read_articles
    from realpolitik.extractors.readers.files import find_files
    from realpolitik.graph.output_folder import is_output

    files = find_files(inputs, on_error=skipped)
    return read_articles((file for file in files if not is_output(file)), on_error=skipped)


def _resources(pipeline: str | None, actors: Path | None) -> "Resources":
    from realpolitik.extractors.pipeline import load
    from realpolitik.extractors.readers import MAX_BYTES

    resources = load(pipeline, actors)
    # spaCy's own limit guards models that read a text whole; the readers have refused what is too large already.
    resources.nlp.max_length = max(resources.nlp.max_length, MAX_BYTES)
    return resources


def _opened(place: Path) -> "GraphStore":
    from realpolitik.graph.store import is_store, open_graph

    inside = place / "store"
    return open_graph(inside if is_store(inside) else place)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show a counter on stderr while work goes on; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), words, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda text: bar.update(task, advance=1, description=_plain(f"{what} {text[:60]}"))


def _print_line(record: dict[str, Any]) -> None:
    """Print a record as one JSON line, escaped where stdout has no such letters."""
    from realpolitik.ontology.json_lines import json_line

    line = json_line(record)
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        line = json.dumps(record)
    print(line)


def _print_json(value: object) -> None:
    print(json.dumps(value, default=str, indent=1))


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table on stdout: drawn on a terminal, tab-separated in a pipe."""
    cells = [["" if cell is None else _plain(" ".join(str(cell).split())) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        print("\t".join(columns))
        for row in cells:
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


@app.command()
def build(
    inputs: Inputs,
    out: Annotated[
        Path, typer.Option("-o", "--out", help="Folder for the graph, the page, the statements, the store.")
    ],
    pipeline: Pipeline = None,
    actors: Actors = None,
    min_confidence: MinConfidence = 0.0,
    trust: Annotated[
        str | None,
        typer.Option(help="Whose word makes a fact: publisher, self or all; without it as OUT has it, or self."),
    ] = None,
    title: Title = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into OUT: graph.ttl, graph.html, statements.jsonl and the store. What OUT holds already is kept."""
    with _failures():
        from realpolitik.extractors.pipeline import read
        from realpolitik.graph.output_folder import PAGE, STORE, OutputFolder
        from realpolitik.graph.trust import TRUST_LEVELS, check_trust

        if trust is not None and trust not in TRUST_LEVELS:
            _stop(f"--trust {trust!r}: use one of {', '.join(TRUST_LEVELS)}", 2)
        skipped = _Skipped()
        with OutputFolder.open(out, trust=None if trust is None else check_trust(trust)) as folder:
            counts = {"articles": 0, "sentences": 0, "statements": 0}
            resources = _resources(pipeline, actors)
            with _progress("reading") as advance:
                for reading in read(_articles(inputs, skipped), resources):
                    statements = [s for s in reading.statements if s.confidence >= min_confidence]
                    folder.put(reading.article, statements)
                    counts["articles"] += 1
                    counts["sentences"] += sum(1 for _ in reading.doc.sents)
                    counts["statements"] += len(statements)
                    advance(reading.article.title or reading.article.doc_id)
            if not len(folder):
                _stop("nothing to build: no article could be read")
            data = folder.write(title=title or "Realpolitik")
        kinds = {kind: sum(edge.kind == kind for edge in data.edges) for kind in ("fact", "claim", "denied", "planned")}
        summary = {**counts, "actors": len(data.nodes), "relations": len(data.edges), **kinds, "skipped": skipped.count}
        if as_json:
            print(json.dumps({**summary, "out": str(out)}))
        else:
            _table(("found", "number"), summary.items())
            _say(f"Open {out / PAGE} in a browser, or ask: realpolitik query {out / STORE} dyads")
    skipped.leave()


@app.command()
def extract(
    inputs: Inputs,
    entities: Annotated[bool, typer.Option("--entities", help="One line of named entities an article.")] = False,
    open_relations: Annotated[
        bool, typer.Option("--open", help="Every subject-relation-object, actors or not.")
    ] = False,
    pipeline: Pipeline = None,
    actors: Actors = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Write statements as JSON lines to stdout; what holds both ways ("met") is said both ways round."""
    if entities and open_relations:
        _stop("--entities and --open exclude each other", 2)
    with _failures():
        from realpolitik.extractors.cast import entity_spans
        from realpolitik.extractors.pipeline import read
        from realpolitik.ontology.statement_json import statement_to_json

        skipped = _Skipped()
        resources = _resources(pipeline, actors)
        with _progress("reading") as advance:
            for reading in read(_articles(inputs, skipped), resources, open_relations=open_relations):
                article = reading.article
                advance(article.title or article.doc_id)
                if entities:
                    spans = entity_spans(reading.cast, reading.doc)
                    found = [{"char_start": a, "char_end": b, "type": kind} for a, b, kind in spans]
                    _print_line({"doc_id": article.doc_id, "entities": found})
                    continue
                for statement in reading.statements:
                    if statement.confidence < min_confidence:
                        continue
                    record = statement_to_json(statement, article)
                    _print_line(record)
                    if statement.reciprocal:
                        _print_line({**record, "subject": record["object"], "object": record["subject"]})
    skipped.leave()


@app.command()
def query(
    place: Place,
    sparql: Annotated[
        str | None, typer.Argument(help="SPARQL, or the name of a ready query.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from a file.")] = None,
    actor: Annotated[str | None, typer.Option(help="For ready queries: an actor, by id or name.")] = None,
    other: Annotated[str | None, typer.Option(help="For ready queries: the other actor.")] = None,
    event_type: Annotated[str | None, typer.Option("--type", help="For ready queries: an event type.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many rows.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV.")] = False,
) -> None:
    """Ask the graph in SPARQL, or by the name of a ready query (`realpolitik queries` lists them)."""
    if (sparql is None) == (file is None):
        _stop("give a query, the name of a ready query, or --file; not two of them", 2)
    if as_json and as_csv:
        _stop("--json and --csv exclude each other", 2)
    with _failures():
        from realpolitik.graph.answers import answer_csv, answer_json, answer_rows
        from realpolitik.graph.guard import run_query
        from realpolitik.graph.library import ready_queries, run_ready

        text = _query_text(file) if file is not None else (sparql or "")
        given = {"actor": actor, "other": other, "type": event_type, "since": since, "until": until}
        parameters = {name: value for name, value in given.items() if value is not None}
        with _opened(place) as store:
            if file is None and text.strip().replace("-", "").isalnum():
                result = run_ready(store, text.strip(), parameters, limit=limit)
            elif parameters:
                _stop(f"--{next(iter(parameters))} goes with a ready query ({', '.join(ready_queries())})", 2)
            else:
                result = run_query(store, text, limit=limit)
        if as_json:
            print(answer_json(result))
        elif as_csv:
            print(answer_csv(result), end="")
        else:
            _table(result.variables, answer_rows(result))
        if result.cut:
            _say("More rows were found than --limit shows.")


def _query_text(file: Path) -> str:
    from realpolitik.ontology.errors import QueryError

    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: not UTF-8 (byte {error.start}); save the query as UTF-8") from None


@app.command()
def queries(as_json: AsJson = False) -> None:
    """List the ready queries with their parameters."""
    with _failures():
        from realpolitik.graph.library import ready_queries

        found = ready_queries().values()
        if as_json:
            _print_json([{key: value for key, value in asdict(q).items() if key != "sparql"} for q in found])
        else:
            written = [[f"--{p.name}" if p.required else f"[--{p.name}]" for p in q.parameters] for q in found]
            rows = ((q.name, " ".join(w), q.answers) for q, w in zip(found, written, strict=True))
            _table(("query", "parameters", "answers"), rows)


def _day(text: str | None, option: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        _stop(f"{option} {text!r}: write the day as 2014-03-01", 2)


@app.command()
def view(
    place: Place,
    out: Annotated[Path, typer.Option("-o", "--out", help="The HTML file to write.")],
    actor: Annotated[str | None, typer.Option(help="Only relations of this actor, by id or name.")] = None,
    event_type: Annotated[str | None, typer.Option("--type", help="Only this event type or standing relation.")] = None,
    since: Since = None,
    until: Until = None,
    title: Title = None,
) -> None:
    """Draw a store or a Turtle file as one interactive HTML page that needs no network."""
    first, last = _day(since, "--since"), _day(until, "--until")
    if first and last and last < first:
        _stop(f"--until {last} lies before --since {first}", 2)
    with _failures():
        from realpolitik.graph.library import resolve_actor
        from realpolitik.graph.page import write_page
        from realpolitik.graph.page_source import page_data
        from realpolitik.graph.reading import EventFilter
        from realpolitik.ontology.schema import load_schema

        schema = load_schema()
        if event_type and event_type not in schema.event_types and event_type not in schema.standing:
            _stop(f"--type {event_type!r}: use one of {', '.join([*schema.event_types, *schema.standing])}", 2)
        with _opened(place) as store:
            chosen = resolve_actor(store, actor) if actor else None
            where = EventFilter(actor=chosen, event_type=event_type, since=first, until=last)
            data = page_data(store, title=title or "Realpolitik", where=where)
        write_page(data, out)
        _say(f"{out}: {len(data.nodes)} actors, {len(data.edges)} relations")


@app.command()
def export(
    place: Place,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write.")],
    form: Annotated[
        str, typer.Option("--format", help="turtle, ntriples, jsonld, graphml, gexf, csv (statements) or csv-edges.")
    ] = "turtle",
) -> None:
    """Write the graph in another form."""
    with _failures():
        from realpolitik.graph.export import EXPORT_FORMATS, export_graph

        if form not in EXPORT_FORMATS:
            _stop(f"--format {form!r}: use one of {', '.join(EXPORT_FORMATS)}", 2)
        with _opened(place) as store:
            count = export_graph(store, out, form)
        _say(f"{out}: {count:,} {'triples' if form in ('turtle', 'ntriples', 'jsonld') else 'rows'}")


@app.command()
def remove(
    place: Annotated[Path, typer.Argument(help="A folder made by build (OUT).", show_default=False)],
    doc_ids: Annotated[list[str], typer.Argument(help="Ids of articles, as in statements.jsonl.", show_default=False)],
) -> None:
    """Take articles, and all that rests on them alone, out of what build made; its files are written anew."""
    with _failures():
        from realpolitik.graph.output_folder import OutputFolder

        with OutputFolder.open_existing(place) as folder:
            folder.remove(doc_ids)
            _say(f"{place}: {len(folder)} articles are left")


@app.command()
def validate(place: Place, as_json: AsJson = False) -> None:
    """Check a graph against the SHACL shapes of the ontology."""
    with _failures():
        from realpolitik.graph.validation import validate as check

        with _opened(place) as store:
            report = check(store)
        if as_json:
            _print_json(asdict(report))
        elif report.conforms:
            print("conforms")
        else:
            rows = ((v.node, v.path, v.value, v.message) for v in report.violations)
            _table(("node", "path", "value", "message"), rows)
    if not report.conforms:
        raise typer.Exit(1)


@app.command()
def ontology(
    html: Annotated[Path | None, typer.Option(help="Write a page that documents every term, instead.")] = None,
) -> None:
    """Print the ontology as Turtle, or write it as a page to read."""
    with _failures():
        from realpolitik.graph.ontology_page import ontology_turtle, write_ontology_page

        if html is None:
            sys.stdout.write(ontology_turtle())
        else:
            write_ontology_page(html)
            _say(f"wrote {html}")


def _model_file(name: str) -> str:
    from importlib.resources import files

    from realpolitik.ontology.errors import ModelError

    try:
        return (files("realpolitik.extractors") / "model" / name).read_text("utf-8")
    except OSError as error:
        raise ModelError(f"{name} of the language model: {error.strerror}; install realpolitik anew") from None


@app.command()
def info(
    place: Annotated[
        Path | None, typer.Argument(help="What build made, or a Turtle file, to count.", show_default=False)
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="Print the model card.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell versions, the language model, and what a store holds."""
    from importlib import metadata

    with _failures():
        if card:
            print(_model_file("CARD.md").rstrip())
            return
        facts: dict[str, object] = {
            "realpolitik": metadata.version("realpolitik"),
            "python": sys.version.split()[0],
            **{name: metadata.version(name) for name in _LIBRARIES},
        }
        meta = json.loads(_model_file("meta.json"))
        facts["model"] = f"{meta.get('name')} {meta.get('version')} (realpolitik info --card tells more)"
        if place is not None:
            from realpolitik.graph.answers import count_graph

            with _opened(place) as store:
                facts.update(count_graph(store))
        if as_json:
            _print_json(facts)
        else:
            _table(("what", "value"), facts.items())


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="An article.", show_default=False)],
    sentence: Annotated[int | None, typer.Option(min=1, help="Only this sentence, counted from 1.")] = None,
    pipeline: Pipeline = None,
    actors: Actors = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a sentence.")] = False,
) -> None:
    """Show for each sentence how it was read, and why there is an edge or none."""
    skipped = _Skipped()
    with _failures():
        from realpolitik.extractors.pipeline import read
        from realpolitik.extractors.trace import trace
        from realpolitik.extractors.trace_text import trace_lines, trace_to_json

        resources = _resources(pipeline, actors)
        total = 0
        for reading in read(_articles([file], skipped), resources):
            for one in trace(reading, resources):
                total += 1
                if sentence not in (None, one.number):
                    continue
                if as_json:
                    _print_line(trace_to_json(one, reading.article))
                else:
                    print("\n".join(map(_plain, trace_lines(one))))
        if sentence is not None and sentence > total and not skipped.count:
            _stop(f"--sentence {sentence}: the article has {total} sentences", 2)
    skipped.leave()


if __name__ == "__main__":
    app()
