"""`factsheet new`: writes a record to be filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from factsheet.commands import options
from factsheet.commands.options import FAULTY, FINE


@click.command(short_help="Write a new record to be filled in.")
@click.argument("kind", type=click.Choice(["claim", "evidence"]))
@click.option(
    "--url",
    default="",
    callback=options.web_address,
    help="Address of the page on which the claim was made, or of the document.",
)
@click.pass_obj
def new(folder: Path, kind: str, url: str) -> int:
    """Write a new record with comments that explain each field, under the next free id."""
    from factsheet import corpus, files, loader, scaffold

    file, _ = loader.load_project(folder)
    if file is None:
        click.echo("factsheet.yaml has errors; 'factsheet check' names them.", err=True)
        return FAULTY
    records = corpus.CLAIMS if kind == "claim" else corpus.EVIDENCE
    taken = {path.stem for path in (folder / records).glob("*.y*ml")}
    if kind == "claim":
        record_id, text = scaffold.new_claim(taken, file.project.id_prefix, date.today(), url)
    else:
        record_id, text = scaffold.new_evidence(taken, date.today(), url)
    path = records / f"{record_id}.yaml"
    files.write_once(folder, path, text.encode())
    click.echo(f"Wrote {folder / path}: fill in its blanks, then run 'factsheet check {folder / path}'.")
    return FINE
