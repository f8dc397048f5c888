"""Tests of what is built, with programs from outside Python: a browser, veraPDF, qpdf, Poppler, the HTML validator.

`make test-web` and `make test-pdf` run them. Their files are not named `test_*.py`, so that pytest collects them only
when they are asked for by name, and `make test` needs none of these programs.
"""
