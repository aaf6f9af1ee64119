"""The command line: thin wrappers around the library, and the only place that prints.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 done, 1 something failed, 2 wrong usage. Heavy imports
stand inside the commands that need them, so that `--help` is quick and a query never loads the language model.
"""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from realpolitik.extractors.pipeline import Resources
    from realpolitik.graph.guard import QueryResult
    from realpolitik.ontology.errors import InputError
    from realpolitik.ontology.records import Article, Statement

__all__ = ["app"]

app = typer.Typer(
    name="realpolitik",
    help="Reads news and draws the map of who did what to whom, showing the sentence that says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[list[Path], typer.Argument(help="Files and folders: text, Markdown, HTML, JSONL.", show_default=False)]
Place = Annotated[Path, typer.Argument(help="A store (OUT/store) or a Turtle file.", show_default=False)]
Pipeline = Annotated[str | None, typer.Option(help="Another installed spaCy pipeline with UD labels.")]
Actors = Annotated[Path | None, typer.Option(help="A table of your own actors (CSV).")]
MinConfidence = Annotated[float, typer.Option(min=0, max=1, help="Leave out statements below this confidence.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _stop(message: str, code: int = 1) -> NoReturn:
    _say(f"realpolitik: {message}")
    raise typer.Exit(code)


@contextmanager
def _failures() -> Iterator[None]:
    """Turn every error that a user can act on into one line on stderr and exit code 1."""
    from realpolitik.ontology.errors import RealpolitikError

    try:
        yield
    except RealpolitikError as error:
        _stop(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(1) from None
    except OSError as error:
        _stop(f"{error.filename or 'file'}: {error.strerror or error}")


class _Skipped:
    """Counts the sources that could not be read, and says why on stderr."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: "InputError") -> None:
        self.count += 1
        _say(f"realpolitik: {error}")


def _articles(inputs: list[Path], skipped: "_Skipped") -> Iterator["Article"]:
    from realpolitik.extractors.readers import read_articles

    return read_articles(inputs, on_error=skipped)


def _resources(pipeline: str | None, actors: Path | None) -> "Resources":
    from realpolitik.extractors.pipeline import load

    return load(pipeline, actors)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show a counter on stderr while work goes on; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda text: bar.update(task, advance=1, description=f"{what} {text[:60]}")


def _line(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    # Half a surrogate pair is no UTF-8; escaped it is still the same JSON.
    return text if text.isprintable() or text.isascii() else _utf8(text, record)


def _utf8(text: str, record: dict[str, Any]) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, separators=(", ", ": "))
    return text


@app.command()
def build(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the graph, the page, the statements, the store.")],
    pipeline: Pipeline = None,
    actors: Actors = None,
    min_confidence: MinConfidence = 0.0,
    trust: Annotated[str, typer.Option(help="Whose word makes a fact: publisher, self or all.")] = "self",
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into OUT: graph.ttl, graph.html, statements.jsonl and the store. What OUT holds already is kept."""
    with _failures():
        from realpolitik.graph.export import write_turtle
        from realpolitik.graph.files import write_whole
        from realpolitik.graph.page import write_page
        from realpolitik.graph.page_source import page_data
        from realpolitik.graph.store import GraphStore

        out.mkdir(parents=True, exist_ok=True)
        skipped = _Skipped()
        with GraphStore.open(out / "store", trust=trust) as store:  # type: ignore[arg-type]
            lines = _kept_lines(out / "statements.jsonl", set(store.articles()))
            counts = {"articles": 0, "sentences": 0, "statements": 0}
            from realpolitik.extractors.pipeline import read
            from realpolitik.ontology.statement_json import statement_to_json

            resources = _resources(pipeline, actors)
            with _progress("reading") as advance:
                for reading in read(_articles(inputs, skipped), resources):
                    statements = [s for s in reading.statements if s.confidence >= min_confidence]
                    store.add(reading.article, statements)
                    lines[reading.article.doc_id] = [_line(statement_to_json(s, reading.article)) for s in statements]
                    counts["articles"] += 1
                    counts["sentences"] += sum(1 for _ in reading.doc.sents)
                    counts["statements"] += len(statements)
                    advance(reading.article.title or reading.article.doc_id)
            store.flush()
            if not counts["articles"] and not store.articles():
                _stop("nothing to build: no article could be read")
            body = "".join(f"{line}\n" for doc_id in sorted(lines) for line in lines[doc_id])
            write_whole(out / "statements.jsonl", body.encode())
            write_turtle(store, out / "graph.ttl")
            data = page_data(store, title=title or "Realpolitik")
            write_page(data, out / "graph.html")
            kinds = {kind: sum(edge.kind == kind for edge in data.edges) for kind in ("fact", "claim", "denied", "planned")}
        summary = {**counts, "actors": len(data.nodes), "relations": len(data.edges), **kinds, "skipped": skipped.count}
        if as_json:
            print(json.dumps({**summary, "out": str(out)}))
        else:
            _table(("found", "number"), [(key, value) for key, value in summary.items()])
            _say(f"Open {out / 'graph.html'} in a browser, or ask: realpolitik query {out / 'store'} dyads")
    if skipped.count:
        raise typer.Exit(1)


def _kept_lines(path: Path, doc_ids: set[str]) -> dict[str, list[str]]:
    """Return the lines of earlier runs by article, for those that the store still holds."""
    kept: dict[str, list[str]] = {}
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            try:
                doc_id = json.loads(line)["doc_id"]
            except (ValueError, KeyError, TypeError):
                _stop(f"{path}: not a file of statements; move it away or choose another folder")
            if doc_id in doc_ids:
                kept.setdefault(doc_id, []).append(line)
    return kept


@app.command()
def extract(
    inputs: Inputs,
    entities: Annotated[bool, typer.Option("--entities", help="One line of named entities an article.")] = False,
    open_relations: Annotated[bool, typer.Option("--open", help="Every subject-relation-object, actors or not.")] = False,
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
                    print(_line({"doc_id": article.doc_id, "entities": found}))
                    continue
                for statement in reading.statements:
                    if statement.confidence < min_confidence:
                        continue
                    record = statement_to_json(statement, article)
                    print(_line(record))
                    if statement.reciprocal:
                        print(_line({**record, "subject": record["object"], "object": record["subject"]}))
    if skipped.count:
        raise typer.Exit(1)


@app.command()
def query(
    place: Place,
    sparql: Annotated[str | None, typer.Argument(help="SPARQL, or the name of a ready query.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from a file.")] = None,
    actor: Annotated[str | None, typer.Option(help="For ready queries: an actor, by id or name.")] = None,
    other: Annotated[str | None, typer.Option(help="For ready queries: the other actor.")] = None,
    event_type: Annotated[str | None, typer.Option("--type", help="For ready queries: an event type.")] = None,
    since: Annotated[str | None, typer.Option(help="For ready queries: first day, as 2014-03-01.")] = None,
    until: Annotated[str | None, typer.Option(help="For ready queries: last day.")] = None,
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
        from realpolitik.graph.guard import run_query
        from realpolitik.graph.library import ready_queries, run_ready
        from realpolitik.graph.store import open_graph

        text = file.read_text("utf-8") if file is not None else (sparql or "")
        given = {"actor": actor, "other": other, "type": event_type, "since": since, "until": until}
        parameters = {name: value for name, value in given.items() if value is not None}
        with open_graph(place) as store:
            if file is None and text.strip().replace("-", "").isalnum():
                result = run_ready(store, text.strip(), parameters, limit=limit)
            elif parameters:
                _stop(f"--{next(iter(parameters))} goes with a ready query ({', '.join(ready_queries())})", 2)
            else:
                result = run_query(store, text, limit=limit)
        _show(result, as_json=as_json, as_csv=as_csv)


def _show(result: "QueryResult", *, as_json: bool, as_csv: bool) -> None:
    from realpolitik.graph.guard import Iri, shorten

    if as_json:
        rows = [dict(zip(result.variables, row, strict=True)) for row in result.rows]
        print(json.dumps(rows, ensure_ascii=True, default=str, indent=1))
    elif as_csv:
        import csv

        from realpolitik.graph.export import safe_cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.variables)
        writer.writerows([safe_cell(cell if not isinstance(cell, dt.date) else str(cell)) for cell in row] for row in result.rows)
    else:
        shown = [[shorten(cell) if isinstance(cell, Iri) else cell for cell in row] for row in result.rows]
        _table(result.variables, shown)
    if result.cut:
        _say("More rows were found than --limit shows.")


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table on stdout: drawn on a terminal, tab-separated in a pipe."""
    cells = [["" if cell is None else " ".join(str(cell).split()) for cell in row] for row in rows]
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
def queries(as_json: AsJson = False) -> None:
    """List the ready queries with their parameters."""
    with _failures():
        from realpolitik.graph.library import ready_queries

        rows = [
            (q.name, " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in q.parameters), q.answers)
            for q in ready_queries().values()
        ]
        if as_json:
            print(json.dumps([{"name": n, "parameters": p, "answers": a} for n, p, a in rows], indent=1))
        else:
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
    since: Annotated[str | None, typer.Option(help="First day, as 2014-03-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
) -> None:
    """Draw a store or a Turtle file as one interactive HTML page that needs no network."""
    first, last = _day(since, "--since"), _day(until, "--until")
    with _failures():
        from realpolitik.graph.library import resolve_actor
        from realpolitik.graph.page import write_page
        from realpolitik.graph.page_source import page_data
        from realpolitik.graph.reading import EventFilter
        from realpolitik.graph.store import open_graph
        from realpolitik.ontology.schema import load_schema

        schema = load_schema()
        if event_type and event_type not in schema.event_types and event_type not in schema.standing:
            _stop(f"--type {event_type!r}: use one of {', '.join([*schema.event_types, *schema.standing])}", 2)
        with open_graph(place) as store:
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
        from realpolitik.graph.store import open_graph

        if form not in EXPORT_FORMATS:
            _stop(f"--format {form!r}: use one of {', '.join(EXPORT_FORMATS)}", 2)
        with open_graph(place) as store:
            count = export_graph(store, out, form)
        _say(f"{out}: {count:,} {'triples' if form in ('turtle', 'ntriples', 'jsonld') else 'rows'}")


@app.command()
def remove(
    place: Annotated[Path, typer.Argument(help="A folder made by build (OUT).", show_default=False)],
    doc_ids: Annotated[list[str], typer.Argument(help="Ids of articles, as in statements.jsonl.", show_default=False)],
) -> None:
    """Take articles, and all that rests on them alone, out of what build made; its files are written anew."""
    with _failures():
        from realpolitik.graph.export import write_turtle
        from realpolitik.graph.files import write_whole
        from realpolitik.graph.page import write_page
        from realpolitik.graph.page_source import page_data
        from realpolitik.graph.store import GraphStore, is_store
        from realpolitik.ontology.errors import StoreError

        if not is_store(place / "store"):
            raise StoreError(f"{place}: not a folder made by `realpolitik build`; name the one that holds store/")
        with GraphStore.open(place / "store") as store:
            missing = [doc_id for doc_id in doc_ids if not store.holds(doc_id)]
            if missing:
                raise StoreError(f"{missing[0]!r}: no such article in {place / 'store'}; ids stand in statements.jsonl")
            for doc_id in doc_ids:
                store.remove(doc_id)
            store.flush()
            lines = _kept_lines(place / "statements.jsonl", set(store.articles()))
            body = "".join(f"{line}\n" for doc_id in sorted(lines) for line in lines[doc_id])
            write_whole(place / "statements.jsonl", body.encode())
            write_turtle(store, place / "graph.ttl")
            write_page(page_data(store, title="Realpolitik"), place / "graph.html")


@app.command()
def validate(place: Place, as_json: AsJson = False) -> None:
    """Check a graph against the SHACL shapes of the ontology."""
    with _failures():
        from realpolitik.graph.store import open_graph
        from realpolitik.graph.validation import validate as check

        with open_graph(place) as store:
            report = check(store)
        if as_json:
            found = [{"node": v.node, "path": v.path, "value": v.value, "message": v.message} for v in report.violations]
            print(json.dumps({"conforms": report.conforms, "violations": found}, indent=1))
        elif report.conforms:
            print("conforms")
        else:
            _table(("node", "path", "value", "message"), [(v.node, v.path, v.value, v.message) for v in report.violations])
    if not report.conforms:
        raise typer.Exit(1)


@app.command()
def info(
    place: Annotated[Path | None, typer.Argument(help="A store or a Turtle file to count.", show_default=False)] = None,
    card: Annotated[bool, typer.Option("--card", help="Print the model card.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell versions, the language model, and what a store holds."""
    from importlib import metadata, resources

    with _failures():
        model = resources.files("realpolitik.extractors") / "model"
        if card:
            print((model / "CARD.md").read_text("utf-8").rstrip())
            return
        facts: dict[str, object] = {
            "realpolitik": metadata.version("realpolitik"),
            "python": sys.version.split()[0],
            **{name: metadata.version(name) for name in ("spacy", "onnxruntime", "rdflib", "pyoxigraph", "networkx", "pyvis")},
        }
        meta = json.loads((model / "meta.json").read_text("utf-8"))
        facts["model"] = f"{meta.get('name')} {meta.get('version')} (realpolitik info --card tells more)"
        if place is not None:
            from realpolitik.graph.guard import run_query
            from realpolitik.graph.store import open_graph

            with open_graph(place) as store:
                facts["triples"] = len(store)
                for name, kind in (("articles", "schema:NewsArticle"), ("statements", "rp:Statement"), ("events", "rp:Event")):
                    counted = run_query(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {kind} }}")
                    facts[name] = counted.rows[0][0]
        if as_json:
            print(json.dumps(facts, default=str, indent=1))
        else:
            _table(("what", "value"), facts.items())


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="An article.", show_default=False)],
    sentence: Annotated[int | None, typer.Option(min=1, help="Only this sentence, counted from 1.")] = None,
    pipeline: Pipeline = None,
    actors: Actors = None,
) -> None:
    """Show for each sentence how it was read, and why there is an edge or none."""
    skipped = _Skipped()
    with _failures():
        from realpolitik.extractors.pipeline import read
        from realpolitik.extractors.trace import trace

        resources = _resources(pipeline, actors)
        total = 0
        for reading in read(_articles([file], skipped), resources):
            for one in trace(reading, resources):
                total += 1
                if sentence is None or one.number == sentence:
                    print(f"{one.number}. {one.text}")
                    for mention in one.mentions:
                        print(f"   mention  {mention.text} -> {mention.actor or 'open'}: {mention.reason}")
                    for time in one.times:
                        print(f"   time     {time}")
                    for clause in one.clauses:
                        slots = "; ".join(f"{name}: {words}" for name, words in clause.slots)
                        voice = " (passive)" if clause.passive else ""
                        print(f"   clause   {clause.predicate}{voice} [{slots}] -> {clause.outcome}")
                    for event in one.events:
                        print(f"   event    {event.event_type} by {event.rule} (cues: {', '.join(event.cues)}): {event.outcome}")
                        for statement in event.statements:
                            print(f"   edge     {_told(statement)}")
        if sentence is not None and sentence > total:
            _stop(f"--sentence {sentence}: the article has {total} sentences", 2)
    if skipped.count:
        raise typer.Exit(1)


def _told(statement: "Statement") -> str:
    """Return a statement in one line."""
    ends = [
        "-" if end is None else end.actor.id if end.actor else f'"{end.mention.text}"'
        for end in (statement.subject, statement.object)
    ]
    relation = statement.relation
    kind = relation.event_type or relation.standing or "open"
    marks = [kind if relation.mode is None else f"{kind}/{relation.mode}", statement.polarity, statement.status]
    if statement.attribution is not None:
        speaker = statement.attribution.speaker
        marks.append(f"says {speaker.mention.text if speaker else 'somebody'} ({statement.attribution.voice})")
    if statement.time is not None:
        marks.append(statement.time.text)
    return f"{ends[0]} - {relation.phrase} - {ends[1]} ({', '.join(marks)}) {statement.confidence:.2f}"


if __name__ == "__main__":
    app()
