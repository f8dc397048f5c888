"""`factsheet doctor`: reports what this machine lacks."""

from __future__ import annotations

import click

from factsheet.commands.options import FINE, UNABLE


@click.command(short_help="Report what this machine lacks.")
@click.option("--install", is_flag=True, help="Install missing system libraries, as root on Debian and Ubuntu.")
def doctor(install: bool) -> int:
    """Report every part that a build needs, with its version, and how to get what is missing."""
    from factsheet import doctor

    parts = doctor.examine()
    if install and doctor.absent(parts):
        doctor.install(doctor.absent(parts))
        parts = doctor.examine()
    click.echo(doctor.report(parts))
    return UNABLE if doctor.missing(parts) else FINE
