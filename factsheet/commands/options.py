"""What several commands have in common: exit codes, and addresses given as options.

Problems and results go to standard output, progress to standard error.
"""

from __future__ import annotations

import click

FINE, FAULTY, UNABLE = 0, 1, 2
"""Exit codes: all is well; records have errors; the command could not run, or was misused."""


def web_address(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """Take an option's value and return it; BadParameter says that it is no web address."""
    if not text:
        return text
    from factsheet.records import fields  # here, because most runs name no address

    try:
        return fields.web_address(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def base_address(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """Take an option's value and return it; BadParameter says that no site can lie at such an address."""
    if not text:
        return text
    from factsheet.records.fields import BASE_ADDRESS_CHARACTERS, root_of_a_site

    if len(text) > BASE_ADDRESS_CHARACTERS:
        raise click.BadParameter(f"an address of more than {BASE_ADDRESS_CHARACTERS} characters makes no readable code")
    web_address(context, option, text)
    try:
        return root_of_a_site(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
