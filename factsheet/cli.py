"""The command line: what the commands have in common, and how faults of the machine are told."""

from __future__ import annotations

import io
import sys
import traceback
from pathlib import Path

import click

from factsheet import characters
from factsheet.commands.build import build
from factsheet.commands.check import check
from factsheet.commands.cite import cite
from factsheet.commands.doctor import doctor
from factsheet.commands.intake import intake
from factsheet.commands.new import new
from factsheet.commands.options import FINE, UNABLE
from factsheet.commands.publish import publish
from factsheet.commands.report import report
from factsheet.commands.verify import verify
from factsheet.problems import Unable

COMMANDS = (check, build, new, intake, cite, report, publish, verify, doctor)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="factsheet", message="%(prog)s %(version)s")
@click.option(
    "-C", "--project", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path(),
    help="Folder of the collection, with its factsheet.yaml.  [default: this folder]",
)  # fmt: skip
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Build fact sheets from paired records of public claims and documented evidence."""
    context.obj = folder


for _command in COMMANDS:
    main.add_command(_command)


def run(arguments: list[str] | None = None) -> int:
    """Take the arguments of the command line and return the exit code; faults of the machine become one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows few characters is no reason to fail
    try:
        return main.main(arguments, prog_name="factsheet", standalone_mode=False) or FINE
    except click.ClickException as error:
        error.show()
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Whatever was written is whole; the same command does the rest.", err=True)
    except Unable as error:
        click.echo("\n".join(map(characters.visible, f"factsheet: {error}".splitlines())), err=True)
    except OSError as error:
        place = f" ({characters.visible(str(error.filename))})" if error.filename else ""
        click.echo(f"factsheet: {error.strerror or error}{place}", err=True)
    except Exception:
        traceback.print_exc()
        click.echo("factsheet: this is a fault of the program and not of the records; please report it", err=True)
    return UNABLE
