# ruff: noqa: E501, SIM905  (words in a row are easier to read)
"""Which rules of extraction no page needs: each is taken out in turn, and the tests' pages are read again.

python tests/knockout.py                      # every module of pipelines/: half an hour
python tests/knockout.py boilerplate labels   # those modules
python tests/knockout.py --tests labels       # and each test that should fail without a rule is run without it

A rule is an entry of a tuple, set or dict that a module or class names, an outermost alternative of a pattern,
or a whole pattern. The pages are those that the tests of `READERS` read. A rule counts as noticed when the
answer to any page changes in any part of it. Whether its test looks at that part is what `--tests` is for: a
rule that is noticed, and yet no test of the first pages that notice it fails, is named too.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import html
import importlib.util
import os
import pickle
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from itertools import chain, pairwise
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
PACKAGE = "pipelines"
READERS = tuple(
    f"test_{name}.py"
    for name in (
        "golden body layouts kinds structure seed_shape metadata metadata_families metadata_hostile"
        " metadata_ranking metadata_shapes metadata_unfilled metadata_unseen metadata_variations meta_tags templates json_blocks listing platforms extract joins"
        " losses bylines breadcrumb conflicts derived_fields numbers whole_title dates decode demo_sites rules_of_body rules_of_kinds rules_of_fields rules_of_labels rules_of_lists rules_of_text"
    ).split()
)
"""The tests whose pages are read: all that need neither a browser, nor a crawl, nor the real pages."""
MOST_TESTS, MOST_OF_A_FUNCTION = 12, 2
"""Tests of pages that notice a rule, of which one must fail without it."""
MOST_OF_A_TEST, MOST_BY_CHANCE = 40, 5
"""Pages taken from one test function, but from the tables of rules and layouts all; those composed by chance are
many and much alike."""
_WHOLE = ("test_rules_of_", "test_golden.py", "test_body.py", "test_demo_sites.py")
_BY_CHANCE = re.compile(
    "composed|random|chance|varia|every_page|any_layout|seeds_shape|hostile|anywhere|deep"
)
LONGEST_PAGE = 12_000
"""Bytes of a page outside those tests; longer ones are there to take time."""
REAL = ROOT.parent / "shared" / "pages" / "html"
"""Real pages are not ours: a rule that only they notice has no page yet."""
_UNTOUCHED = frozenset({"answer", "site", "commands", "ingest", "stages", "saved_pages"})
"""Modules that hold no rule of extraction: what is given and answered, and the commands and stores round it."""
_SHORTCUTS = frozenset(
    {"quotes._WHOLE", "rows._BLOCKS", "select._SIMPLE", "survey._PLAIN_DATE", "survey._NO_DATE"}
)
"""What only saves time, so that no answer can tell: `test_shortcuts.py` is what fails without it."""
_OF_CRAWLS = {"links": "test_listing.py", "reading": "test_rules_of_kinds.py", "walk": "test_walk.py"}
"""Modules that a crawl asks besides, which is no part of an answer: the tests that ask them too."""
_PARTS = (
    "kind", "title", "text", "blocks", "metadata", "evidence", "meta_tags", "removed", "attachments", "warnings",
    "encoding", "joins", "doubts", "conflicts", "numbers", "outline", "listing", "next_part",
)  # fmt: skip

# The rules


@dataclass
class Rule:
    """One rule of a module: where it stands, what it says, and how it is taken out of the module's syntax tree."""

    module: str
    line: int
    container: str
    said: str
    take_out: Callable[[], Callable[[], None]]
    """Changes the tree, and gives back what undoes it."""
    needs: tuple[str, ...] = ()
    """What a page must hold to meet the rule, as far as that is known."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.container}: {self.said}"


def rules_of(module: str, tree: ast.Module) -> Iterator[Rule]:
    """The rules of a module, in the order of its lines."""
    patterned = _names_in_patterns(tree)
    for statement in _assignments(tree):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        name = ast.unparse(targets[0])
        assert statement.value is not None
        if name != "__all__":
            yield from _within(module, name, statement, "value", name in patterned)


def _assignments(tree: ast.Module | ast.ClassDef) -> Iterator[ast.Assign | ast.AnnAssign]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) or (isinstance(statement, ast.AnnAssign) and statement.value):
            yield statement
        elif isinstance(statement, ast.ClassDef):
            yield from _assignments(statement)


def _names_in_patterns(tree: ast.Module) -> set[str]:
    """Names whose strings become part of a pattern."""
    return {
        node.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_compile(call)
        for node in ast.walk(call)
        if isinstance(node, ast.Name)
    } | {
        node.id
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Name)
    }


def _is_compile(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "compile"


def _within(module: str, name: str, parent: Any, slot: str, pattern: bool) -> Iterator[Rule]:
    """The rules of an expression, the one in a slot of its parent."""
    value = getattr(parent, slot)
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        tags = len(value.elts) > 1 and all(_text(entry) in _TAGS for entry in value.elts)
        for at, entry in enumerate(value.elts):
            if not isinstance(parent, _Slot) or not _is_record(value):
                needs = (f"<{_text(entry)}",) if tags else required(_text(entry), han=True)
                yield Rule(module, entry.lineno, name, _told(entry), _entry_out(value, "elts", at), needs)
            yield from _within(module, name, _Slot(value.elts, at), "value", True)
    elif isinstance(value, ast.Dict):
        for at, key in enumerate(value.keys):
            entry = value.values[at]
            where = f"{name}[{_told(key)}]" if key is not None else name
            yield Rule(module, entry.lineno, name, where, _entry_out(value, "keys values", at))
            yield from _within(module, where, _Slot(value.values, at), "value", True)
    elif isinstance(value, ast.Constant | ast.JoinedStr):
        if pattern:
            yield from _alternatives(module, name, parent, slot)
    elif isinstance(value, ast.BinOp):
        yield from _within(module, name, value, "left", pattern)
        yield from _within(module, name, value, "right", pattern)
    elif isinstance(value, ast.Call):
        compiled = _is_compile(value)
        for at in range(len(value.args)):
            yield from _within(module, name, _Slot(value.args, at), "value", compiled or pattern)
        for keyword in value.keywords:
            yield from _within(module, name, keyword, "value", False)
        if compiled and isinstance(value.args[0], ast.Constant | ast.JoinedStr):
            slots = _Slot(value.args, 0)
            yield Rule(module, value.lineno, name, "the whole pattern", _never(slots, "value", 0, True))


def _is_record(value: ast.Tuple | ast.List | ast.Set) -> bool:
    """Whether an entry is a tuple of one meaning, as (reason, pattern), and not a list of alternatives."""
    said = [_text(part) for part in value.elts]
    return not all(said) or (len(said) == 2 and any(re.search(r"[\\|?]", part) for part in said))


_TAGS = frozenset(
    "a address article aside b big blockquote br button caption center dd details div dl dt em embed fieldset"
    " figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 header hr i iframe img ins label legend li main"
    " nav noscript object ol option p pre section select small span strong style summary table tbody td template"
    " textarea tfoot th thead tr u ucapcontent ul video input script".split()
)
"""A set of nothing but these is one of tags: only a page with the tag can meet its rules."""


class _Slot:
    """An item of a list as an attribute, so that every place in the tree is set alike."""

    def __init__(self, items: list[Any], at: int) -> None:
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "at", at)

    def __getattr__(self, _: str) -> Any:
        return self.items[self.at]

    def __setattr__(self, _: str, value: Any) -> None:
        self.items[self.at] = value


def _told(node: ast.expr) -> str:
    said = ast.unparse(node)
    return said if len(said) <= 90 else said[:90] + "…"


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _entry_out(value: Any, fields: str, at: int) -> Callable[[], Callable[[], None]]:
    def take_out() -> Callable[[], None]:
        taken = [(getattr(value, name), getattr(value, name).pop(at)) for name in fields.split()]

        def put_back() -> None:
            for items, item in taken:
                items.insert(at, item)

        return put_back

    return take_out


_HOLE = "\ue000"
"""What stands for a value in an f-string."""


def _alternatives(module: str, name: str, parent: Any, slot: str) -> Iterator[Rule]:
    value = getattr(parent, slot)
    text = _text(value)
    if "|" not in text or not _compiles(text):
        return
    for start, end in segments(text):
        if text[start:end].strip():
            said = text[start:end].replace(_HOLE, "{…}")
            yield Rule(
                module,
                value.lineno,
                name,
                f"/{said}/",
                _never(parent, slot, start, False),
                required(text[start:end]),
            )


def _text(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        said = value.value
        return said if isinstance(said, str) else said.decode("latin-1") if isinstance(said, bytes) else ""
    if not isinstance(value, ast.JoinedStr):
        return ""
    return "".join(part.value if isinstance(part, ast.Constant) else _HOLE for part in value.values)


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError):
        return False
    return True


def _never(parent: Any, slot: str, start: int, whole: bool) -> Callable[[], Callable[[], None]]:
    """Makes an alternative match nothing: its groups stay, so that their numbers do not change."""

    def take_out() -> Callable[[], None]:
        value = getattr(parent, slot)
        mark = "(?!)(?:" if whole else "(?!)"
        if isinstance(value, ast.Constant) and isinstance(value.value, bytes):
            said = value.value[:start] + mark.encode() + value.value[start:] + b")" * whole
            setattr(parent, slot, ast.copy_location(ast.Constant(said), value))
            return lambda: setattr(parent, slot, value)
        parts = [value] if isinstance(value, ast.Constant) else value.values
        new: list[ast.expr] = []
        passed, put = 0, False
        for part in parts:
            said = part.value if isinstance(part, ast.Constant) else _HOLE
            if isinstance(part, ast.Constant) and not put and passed <= start <= passed + len(said):
                at = start - passed
                new.append(ast.copy_location(ast.Constant(said[:at] + mark + said[at:]), part))
                put = True
            else:
                if not put and passed == start:
                    new.append(ast.copy_location(ast.Constant(mark), part))
                    put = True
                new.append(part)
            passed += len(said)
        if whole:
            new.append(ast.copy_location(ast.Constant(")"), value))
        setattr(parent, slot, ast.copy_location(ast.JoinedStr(new), value))
        return lambda: setattr(parent, slot, value)

    return take_out


def segments(pattern: str) -> Iterator[tuple[int, int]]:
    """The outermost alternatives of a pattern: its own, or where it has but one, those of the groups in it."""
    open_: list[list[int]] = [[0]]
    inner: list[list[tuple[int, int]]] = [[]]
    for at, token in [*_tokens(pattern), (len(pattern), ")")]:
        if token.startswith("("):
            open_.append([at + len(token)])
            inner.append([])
        elif token == "|":
            open_[-1] += (at, at + 1)
        elif token == ")":
            places, below = [*open_.pop(), at], inner.pop()
            here = list(zip(places[::2], places[1::2], strict=True)) if len(places) > 2 else below
            if not inner:
                yield from here
                return
            inner[-1] += here


_TOKEN = re.compile(
    r"\\.|\{\d*,?\d*\}|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<\w+>|<?[=!]|[:>]|[a-zA-Z-]+:)|\(|.|\n", re.DOTALL
)


def _tokens(pattern: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0]) for match in _TOKEN.finditer(pattern))


def required(pattern: str, *, han: bool = False) -> tuple[str, ...]:
    """The words that every match of an alternative holds, as far as they stand bare in it; of `han` those in
    Chinese only: an entry in English may be a name that our own code goes by.
    """
    words, depth = [""], 0
    tokens = [token for _, token in _tokens(pattern)]
    for token, following in pairwise([*tokens, ""]):
        depth += token.startswith("(") - (token == ")")
        if depth == 0 and token == "|":
            return ()
        if depth == 0 and token.isalnum() and len(token) == 1 and not following.startswith(("?", "*", "{")):
            words[-1] += token.lower()
        elif token not in "-_":
            words.append("")
    return tuple(word for word in words if word and (_is_han(word[0]) or (len(word) > 2 and not han)))


# The pages


@dataclass
class Case:
    """A page, and the answer it gets."""

    test: str
    page: tuple[Any, ...]
    site: Any
    parsed_only: bool
    parts: tuple[tuple[Any, ...], ...] = ()
    """The further pages of an article."""
    words: str = ""
    answer: Any = None


def collect() -> list[Case]:
    """Every page that the tests of `READERS` read, each once: as recorded by the last run of the same tests, and
    those of single rules first, which notice most.
    """
    said = hashlib.sha256()
    for file in sorted(file for file in TESTS.rglob("*") if file.is_file() and file.suffix != ".pyc"):
        said.update(f"{file.relative_to(TESTS)}".encode() + file.read_bytes())
    kept = Path(tempfile.gettempdir()) / f"gongkai-knockout-{said.hexdigest()[:16]}.pickle"
    if not kept.exists():
        kept.write_bytes(pickle.dumps(_record()))
    cases: list[Case] = pickle.loads(kept.read_bytes())
    return sorted(cases, key=lambda case: "test_rules_of_" not in case.test)


def _record() -> list[Case]:
    import pytest

    import pipelines.dom
    import pipelines.extract

    cases: dict[Any, Case] = {}
    counts: Counter[str] = Counter()
    now = [""]
    real = {file.read_bytes() for file in REAL.glob("*.html")}

    def note(page: Any, site: Any, parsed_only: bool) -> None:
        key = (page.url, page.body, page.headers, page.status, repr(site))
        function = now[0].split("[")[0]
        if key in cases:
            cases[key].parsed_only &= parsed_only
        elif (most := _most(function)) > counts[function] and page.body not in real:
            if len(page.body) > LONGEST_PAGE and most < sys.maxsize:
                return
            counts[function] += 1
            cases[key] = Case(
                now[0],
                key[:4],
                site,
                parsed_only,
                (),
                _words_of(f"{page.url} {page.headers} {site!r}".encode() + page.body),
            )

    parse, read, join = pipelines.dom.parse, pipelines.extract._extract, pipelines.extract.join
    read_from: dict[int, Any] = {}

    def noted_parse(page: Any) -> Any:
        note(page, None, True)
        return parse(page)

    def noted_read(page: Any, site: Any, row: Any) -> Any:
        note(page, site, False)
        answer = read(page, site, row)
        read_from[id(answer)] = (answer, (page.url, page.body, page.headers, page.status), site)
        return answer

    def noted_join(answers: Any) -> Any:
        found = [read_from.get(id(answer)) for answer in answers]
        if len(found) > 1 and all(found):
            pages = [page for _, page, _ in found]
            said = "\n".join(_words_of(page[0].encode() + page[1]) for page in pages)
            cases[tuple(pages)] = Case(now[0], pages[0], found[0][2], False, tuple(pages[1:]), said)
        return join(answers)

    class Noting:
        def pytest_runtest_logstart(self, nodeid: str) -> None:
            now[0] = nodeid

    pipelines.dom.parse = noted_parse
    pipelines.extract._extract = noted_read
    pipelines.extract.join = noted_join
    files = [str(TESTS / name) for name in READERS if (TESTS / name).is_file()]
    code = pytest.main(
        ["-q", "--no-header", "-p", "no:cacheprovider", "--hypothesis-seed=0", *files], plugins=[Noting()]
    )
    if code != 0:
        sys.exit("The tests must pass before their rules can be taken out.")
    pipelines.dom.parse, pipelines.extract._extract, pipelines.extract.join = parse, read, join
    return list(cases.values())


def _most(function: str) -> int:
    if function.startswith(tuple(f"tests/{name}" for name in _WHOLE)) or function.startswith(_WHOLE):
        return sys.maxsize
    return MOST_BY_CHANCE if _BY_CHANCE.search(function) else MOST_OF_A_TEST


def _words_of(body: bytes) -> str:
    """All that a page says in its text and in its markup, without what may stand inside a word."""
    said = body.decode("utf-8", "replace") + body.decode("gb18030", "replace")
    said = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), html.unescape(said))
    text = re.sub(r"<[^<>]*>", "", said)
    return re.sub(r"[\s_\-]+", "", said + "\n" + text).lower()


# The modules, made anew for each rule


@dataclass
class Modules(MetaPathFinder, Loader):
    """The package imported from syntax trees in memory."""

    trees: dict[str, ast.Module] = field(default_factory=dict)
    codes: dict[str, CodeType] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    def read(self) -> None:
        """Parse and compile every module of the package."""
        for file in sorted((ROOT / PACKAGE).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self.files[name] = file
            self.trees[name] = ast.parse(file.read_text(encoding="utf-8"))
            self.compile(name)

    def compile(self, name: str) -> None:
        """The code of a module from its tree as it is now."""
        self.codes[name] = compile(self.trees[name], str(self.files[name]), "exec")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The importer's question, answered for our package only."""
        if name not in self.codes:
            return None
        is_package = self.files[name].stem == "__init__"
        spec = importlib.util.spec_from_loader(
            name, self, origin=str(self.files[name]), is_package=is_package
        )
        if is_package and spec is not None:
            spec.submodule_search_locations = [str(self.files[name].parent)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        exec(self.codes[module.__name__], module.__dict__)

    def load(self) -> ModuleType:
        """`pipelines.extract`, and all that it needs, made anew."""
        kept = {f"{PACKAGE}.answer", f"{PACKAGE}.site"}
        for name in [n for n in sys.modules if n.split(".")[0] == PACKAGE and n not in kept]:
            del sys.modules[name]
        return importlib.import_module(f"{PACKAGE}.extract")


def answer_to(case: Case, extract: ModuleType) -> Any:
    """What a person or the archive sees of the answer to a page; an error is one too."""
    from pipelines.answer import Page

    try:
        page = Page(*case.page)
        answer = extract._extract(page, case.site, None)
        if case.parts:
            rest = [extract._extract(Page(*part), case.site, None) for part in case.parts]
            answer = extract.join([answer, *rest])
        said = tuple(getattr(answer, part) for part in _PARTS)
        if case.parsed_only:
            parsed = extract.parse(page)
            family = extract.platform_of(parsed, case.site)
            said += (family and family.id,)
            if answer.kind != "list":
                said += (extract.read_listing(parsed, case.site, family),)
        return said
    except Exception as error:
        return type(error).__name__


@dataclass
class Found:
    """What became of the rules."""

    noticed: list[tuple[Rule, str]] = field(default_factory=list)
    missed: list[Rule] = field(default_factory=list)
    untested: list[Rule] = field(default_factory=list)
    shortcuts: list[Rule] = field(default_factory=list)
    structural: list[Rule] = field(default_factory=list)


def knock_out(wanted: list[str], cases: list[Case], *, run_tests: bool = False) -> Found:
    """Take out each rule of the modules in turn."""
    modules = Modules()
    modules.read()
    sys.meta_path.insert(0, modules)
    re._MAXCACHE = 1_000_000  # type: ignore[attr-defined]
    gc.disable()
    extract = modules.load()
    for case in cases:
        case.answer = answer_to(case, extract)
    found = Found()
    order = list(cases)
    for name in sorted(modules.trees):
        short = name.removeprefix(f"{PACKAGE}.")
        if short in _UNTOUCHED or (wanted and short not in wanted and short.split(".")[-1] not in wanted):
            continue
        began, count = time.monotonic(), 0
        for rule in rules_of(short, modules.trees[name]):
            count += 1
            put_back = rule.take_out()
            try:
                modules.compile(name)
                extract = modules.load()
                noticing = _noticing(rule, order, extract)
                at = next(noticing, None)
                is_tested = at is None or not run_tests or _fails_without(at, noticing)
                if at is None and (other := _OF_CRAWLS.get(short)) and _fails(str(TESTS / other)):
                    at = Case(other, (), None, False)
            except Exception:
                found.structural.append(rule)
                continue
            finally:
                put_back()
                modules.compile(name)
                if count % 20 == 0:
                    gc.collect()
            if at is None and f"{short}.{rule.container}" in _SHORTCUTS:
                found.shortcuts.append(rule)
            elif at is None:
                found.missed.append(rule)
                print(f"  {rule}", flush=True)
            elif at is not None:
                found.noticed.append((rule, at.test))
                if at in order:
                    order.remove(at)
                    order.insert(0, at)
                if not is_tested:
                    found.untested.append(rule)
                    print(f"  no test fails: {rule}, noticed by {at.test}", flush=True)
        if count:
            print(f"{short}: {count} rules, {time.monotonic() - began:.0f} s", flush=True)
    sys.meta_path.remove(modules)
    return found


def _noticing(rule: Rule, order: list[Case], extract: ModuleType) -> Iterator[Case]:
    for case in list(order):
        if all(word in case.words for word in rule.needs) and answer_to(case, extract) != case.answer:
            yield case


def _fails_without(first: Case, others: Iterator[Case]) -> bool:
    """Whether a test fails with the modules as they are now: of the first pages that notice, the tests."""
    tried: set[str] = set()
    functions: Counter[str] = Counter()
    for case in chain([first], others):
        function = case.test.split("[")[0]
        if case.test in tried or functions[function] == MOST_OF_A_FUNCTION:
            continue
        if len(tried) == MOST_TESTS:
            return False
        tried.add(case.test)
        functions[function] += 1
        if _fails(case.test):
            return True
    return False


_QUICKLY = f"-c {os.devnull} -q -x --tb=no --assert=plain -p no:cacheprovider -p no:unraisableexception -p no:threadexception"


def _fails(test: str) -> bool:
    """Whether a test fails in a process of its own, which has our modules as this one has made them."""
    import pytest

    child = os.fork()
    if child == 0:
        for name, module in list(sys.modules.items()):
            if name != "__main__" and (getattr(module, "__file__", None) or "").startswith(
                f"{TESTS}{os.sep}"
            ):
                del sys.modules[name]  # read with the modules as they were
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # which take longer than a test
        code = pytest.ExitCode.INTERNAL_ERROR
        try:
            code = pytest.main([*_QUICKLY.split(), test])
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
        sys.exit(f"{test} was not run: {code}")
    return code != pytest.ExitCode.OK


def main() -> None:
    """Print the rules that no page notices."""
    cases = collect()
    began = time.monotonic()
    print(f"{len(cases)} pages, {sum(len(c.page[1]) for c in cases) / 1e6:.1f} MB")
    run_tests = "--tests" in sys.argv
    found = knock_out([name for name in sys.argv[1:] if name != "--tests"], cases, run_tests=run_tests)
    tried = len(found.noticed) + len(found.missed)
    print(
        f"{tried} rules, {len(found.noticed)} noticed, {len(found.missed)} not"
        f"{f', {len(found.untested)} in no test' if run_tests else ''}; {len(found.shortcuts)} more only"
        f" save time; without {len(found.structural)} more the code does not run; {time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
