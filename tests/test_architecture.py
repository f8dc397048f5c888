"""The rooms of the package: which may use which, which libraries they own, and who may write files."""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import factsheet

PACKAGE = Path(factsheet.__file__).parent

# From the ground up. A room is a module or a package; a package whose modules stand here themselves is only its own
# `__init__`. A room uses rooms of the rows above its own in this list, and never one beside it.
ROWS = (
    ("digests", "problems", "addresses", "dates", "characters", "collation", "fragments", "exporters"),
    ("bounds", "files", "fonts", "sqlite", "pandoc", "records", "source"),
    ("schema", "labels", "fits", "findings", "naming"),
    ("project", "corpus"),
    ("prose", "manuscript", "grades", "references", "theme"),
    ("rules", "dossier", "citations", "bibliography"),
    ("versions", "claimreview", "timescale"),
    ("publishing",),
    ("topics", "booklets", "timeline", "wording", "enclosures", "referencing", "survey"),
    ("register", "posts", "tallies", "gaps", "revisions"),
    ("tables", "frozen"),
    ("pages", "printed", "resaved"),
    ("comparison", "takeaway", "exporters.target", "exporters.bundle", "exporters.fetcher", "exporters.metadata"),
    (
        "exporters.edition",
        "exporters.copyfit",
        "exporters.press",
        "exporters.imposition",
        "exporters.pictures",
        "exporters.search",
        "exporters.shapes",
        "exporters.licences",
    ),
    ("exporters.fitting",),
    ("exporters.previews",),
    (
        "exporters.sheets",
        "exporters.topics",
        "exporters.cards",
        "exporters.flows",
        "exporters.sharing",
        "exporters.web",
        "exporters.finding",
        "exporters.webfonts",
        "exporters.feeds",
        "exporters.schemas",
        "exporters.texts",
        "exporters.records",
        "exporters.reviews",
        "exporters.bibliographies",
        "exporters.delimited",
        "exporters.database",
    ),
    ("exporters.packages",),
    ("exporters.data",),
    ("exporters.catalogue",),
    ("progress", "manifest", "workers", "parts"),
    ("inputs", "build", "loader", "doctor", "overview", "reports", "scaffold", "imports"),
    ("production",),
    ("verification",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
ROW = {room: number for number, row in enumerate(ROWS) for room in row}

# Who may import what is not in Python itself, and what reaches out of the process.
OWNERS = {
    "PIL": {"exporters.pictures"},
    "brotli": {"exporters.webfonts"},
    "click": {"cli", "commands"},
    "fontTools": {"exporters.webfonts", "fonts"},
    "jinja2": {"pages"},
    "markupsafe": {"pages"},
    "pagefind_bin": {"exporters.search"},
    "pikepdf": {"exporters.imposition", "printed", "resaved"},
    "pydantic": {"records", "schema"},
    "pydantic_core": {"records"},
    "pypandoc": {"pandoc"},
    "pypdfium2": {"exporters.pictures", "printed"},
    "readability": {"grades"},
    "rich": {"overview", "progress"},
    "segno": {"pages"},
    "sqlite3": {"sqlite"},
    "weasyprint": {"exporters.fetcher", "exporters.press"},
    "yaml": {"source"},
    "subprocess": {"doctor", "exporters.search", "pandoc"},
    "ctypes": {"doctor", "parts"},
    "http": set(),
    "pickle": set(),
    "socket": set(),
    "ssl": set(),
    "urllib.request": set(),
    "xml": set(),
}

# Whole or not at all: only `files` knows how. `build` also removes.
WRITERS = {"build", "files"}

METHODS_THAT_WRITE = {
    "chmod", "hardlink_to", "mkdir", "rename", "rmdir", "rmtree", "symlink_to", "touch", "unlink", "write_bytes",
    "write_text",
}  # fmt: skip
FUNCTIONS_THAT_WRITE = {
    "os": {"link", "makedirs", "mkfifo", "remove", "removedirs", "renames", "replace", "symlink", "truncate", "write"},
    "shutil": {"copy", "copy2", "copyfile", "copytree", "move"},
}
FLAGS_THAT_WRITE = {"O_APPEND", "O_CREAT", "O_RDWR", "O_TRUNC", "O_WRONLY"}


def sources() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the package by its dotted name below the package."""
    trees = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = ast.parse(path.read_text("utf-8"))
    return trees


SOURCES = sources()
MODULES = {name: tree for name, tree in SOURCES.items() if name}


def room(module: str) -> str:
    """Take a module's name and return the name of its room: itself, or the package that it is a part of."""
    return module if module in ROW else module.rpartition(".")[0]


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and full name of each module that is imported, at the top or within functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            for alias in node.names:
                below = f"{source}.{alias.name}".removeprefix("factsheet.")
                yield node.lineno, f"factsheet.{below}" if below in SOURCES else source


def test_every_module_has_a_row() -> None:
    missing = sorted(module for module in MODULES if room(module) not in ROW)
    assert missing == [], f"give {missing} a place in ROWS: below everything that it uses, above all that uses it"
    gone = sorted(name for name in ROW if name not in SOURCES)
    assert gone == [], f"take {gone} out of ROWS: there is no such module"


def test_the_package_says_what_each_module_is_for() -> None:
    description = ast.get_docstring(SOURCES[""]) or ""
    names = {room(module).rpartition(".")[2] for module in MODULES} - {"__main__"}
    missing = sorted(name for name in names if not re.search(rf"\b{name}\b", description))
    assert missing == [], f"say in the docstring of factsheet/__init__.py what {missing} are for"


def test_the_package_names_its_modules_in_the_order_of_their_rows() -> None:
    description = ast.get_docstring(SOURCES[""]) or ""
    named = re.findall(r"^(    |      )([a-z_]+) +\S", description, re.MULTILINE)
    modules = [name if indent == "    " else f"exporters.{name}" for indent, name in named if name != "exporters"]
    assert {*modules, "exporters", "__main__"} == set(ROW)
    early = [late for module, late in itertools.pairwise(modules) if ROW[late] < ROW[module]]
    assert early == [], "in factsheet/__init__.py these stand below what may use them"


def test_a_module_uses_only_what_stands_below_it() -> None:
    wrong = []
    for module, tree in MODULES.items():
        here = room(module)
        for line, name in imports(tree):
            there = room(name.removeprefix("factsheet."))
            if name.startswith("factsheet.") and there != here and ROW[there] >= ROW[here]:
                wrong.append(f"factsheet/{module.replace('.', '/')}.py:{line}: '{here}' may not use '{there}'")
    remedy = "hand the value over as an argument, or move the code to where both can use it; the order is ROWS here"
    assert wrong == [], f"{remedy}:\n" + "\n".join(wrong)


def test_a_library_is_used_by_its_owner_only() -> None:
    wrong = []
    for module, tree in MODULES.items():
        for line, name in imports(tree):
            top = name.partition(".")[0]
            known = next((key for key in (name, top) if key in OWNERS), None)
            if known is None and (top == "factsheet" or top in sys.stdlib_module_names):
                continue
            owners = OWNERS.get(known or "", set())
            if room(module) not in owners:
                whose = f"is used by {', '.join(sorted(owners))} only" if owners else "has no owner"
                wrong.append(f"factsheet/{module.replace('.', '/')}.py:{line}: '{name}' {whose}")
    remedy = "call what its owner offers, or name the new owner in OWNERS here and say why in the pull request"
    assert wrong == [], f"{remedy}:\n" + "\n".join(wrong)


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and words of each call that could change a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Call) and _is_writing(node):
            yield node.lineno, ast.unparse(node)


def _is_writing(node: ast.Attribute | ast.Call) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in FLAGS_THAT_WRITE
    function = node.func
    if isinstance(function, ast.Name):
        return function.id == "open" and _mode_writes(node)
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    if function.attr in METHODS_THAT_WRITE or function.attr in FUNCTIONS_THAT_WRITE.get(owner, ()):
        return True
    return function.attr in {"open", "fdopen"} and _mode_writes(node)


def _mode_writes(call: ast.Call) -> bool:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    texts = [node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return any(re.fullmatch(r"[rwxabt+]*[wxa+][rwxabt+]*", text) for text in texts)


def test_only_the_build_writes_files() -> None:
    wrong = [
        f"factsheet/{module.replace('.', '/')}.py:{line}: {words}"
        for module, tree in MODULES.items()
        if room(module) not in WRITERS
        for line, words in writes(tree)
    ]
    remedy = "return the content, and let `build` put it in place whole or not at all"
    assert wrong == [], f"{remedy}:\n" + "\n".join(wrong)


def test_the_writers_do_write() -> None:
    # Or the search above would have gone blind.
    assert {module for module, tree in MODULES.items() if list(writes(tree))} == WRITERS


def test_the_code_knows_nothing_of_the_subject() -> None:
    subject = re.compile(r"lachin|karabakh|azerbaijan|artsakh|\bicj\b|\bicrc\b", re.IGNORECASE)
    suffixes = {".css", ".html", ".j2", ".js", ".lua", ".py"}
    files = [*PACKAGE.rglob("*"), *(PACKAGE.parent / "templates").rglob("*")]
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{number}: {line.strip()}"
        for path in files
        if path.suffix in suffixes
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if subject.search(line)
    ]
    assert wrong == [], "the tool serves any subject; this belongs into factsheet.yaml or a record:\n" + "\n".join(
        wrong
    )
