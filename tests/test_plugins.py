"""Plugins: found when needed, refused in words, and the same in every process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.plugging import ftprep, install, python

RULE = '''
from ftprep.rules.rule import Level, hit, text_rule

def shouting(turn, context):
    """A text shouts."""
    yield hit(found=len(turn.text))

RULES = (text_rule("{code}", Level.WARNING, {name}, "!!", "it shouts {{found}}", "Be calm."),)
'''
LINE = json.dumps(
    {
        "messages": [
            {"role": "user", "content": "How are you?"},
            {"role": "assistant", "content": "Very well!!"},
        ]
    }
)


def rule_source(code: str = "ACME001", name: str = "shouting") -> str:
    return RULE.replace("def shouting", f"def {name}").format(code=code, name=name)


def install_rule(folder: Path, source: str, name: str = "acme-rules") -> None:
    module = name.replace("-", "_")
    install(folder, name, {"ftprep.rules": {"acme": module}}, {module: source})


@pytest.fixture
def line(tmp_path: Path) -> Path:
    path = tmp_path / "line.jsonl"
    path.write_text(LINE + "\n", encoding="utf-8")
    return path


def totals(folder: Path, *arguments: str | Path, **env: str) -> dict[str, int]:
    run = ftprep(folder, "check", *arguments, "--format", "json", **env)
    assert run.returncode in (0, 1), run.stderr
    found: dict[str, int] = json.loads(run.stdout)["findings_total"]
    return found


def test_a_rule_is_asked_and_listed_with_its_home(tmp_path: Path, line: Path) -> None:
    site = tmp_path / "site"
    install_rule(site, rule_source())
    assert totals(site, line)["ACME001"] == 1
    listed = next(
        row for row in ftprep(site, "rule").stdout.splitlines() if row.startswith("ACME001")
    )
    assert "shouting" in listed
    assert "acme-rules" in listed
    assert "acme-rules" in ftprep(site, "rule", "shouting").stdout


def test_the_table_itself_will_do(tmp_path: Path, line: Path) -> None:
    site = tmp_path / "site"
    install(
        site, "acme", {"ftprep.rules": {"a": "acme_rules:RULES"}}, {"acme_rules": rule_source()}
    )
    assert totals(site, line)["ACME001"] == 1


def test_the_variable_leaves_plugins_out_and_isolated_does_not(tmp_path: Path, line: Path) -> None:
    site = tmp_path / "site"
    install_rule(site, rule_source())
    assert "ACME001" not in totals(site, line, FTPREP_NO_PLUGINS="1")
    assert "ACME001" in totals(site, line, FTPREP_NO_PLUGINS="0")
    assert "ACME001" in totals(site, line, "--isolated")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import missing_library", "No module named 'missing_library'"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SyntaxError('broken')", "SyntaxError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("raise OSError('\\x1b[2J')", r"\x1b[2J"),
        ("RULES = 7", "neither a table of rules"),
        ("RULES = ('ACME001',)", "holds a str"),
        (rule_source("MSG900"), "the letters MSG"),
        (rule_source("MSGX01"), "no code"),
        (rule_source("MSGX001"), "MSG are those of ftprep"),
        (rule_source("MS001"), "are those of ftprep"),
        (rule_source("acme1"), "no code"),
        (rule_source("ACME001", "role_missing"), 'called "role-missing"'),
        (rule_source().replace("shouts {found}", "shouts {found"), "is no template"),
        (rule_source() + "RULES *= 2", "two rules with the code ACME001"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(tmp_path: Path, source: str, said: str) -> None:
    site = tmp_path / "site"
    install_rule(site, source)
    run = ftprep(site, "rule")
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    for named in ("acme-rules 1.2", '"acme"', "ftprep.rules", "pip uninstall acme-rules"):
        assert named in run.stderr


@pytest.mark.parametrize(
    "words", [["check", "--jobs", "2"], ["prepare", "-o", "{out}"], ["models"]]
)
def test_a_broken_plugin_stops_every_command_that_needs_it(
    tmp_path: Path, line: Path, words: list[str]
) -> None:
    site = tmp_path / "site"
    groups = ("ftprep.rules", "ftprep.targets")
    install(site, "acme", {group: {"a": "acme"} for group in groups}, {"acme": "import nothing_"})
    out = tmp_path / "out"
    command = [word.format(out=out) for word in words] + ([] if "models" in words else [str(line)])
    run = ftprep(site, *command)
    assert run.returncode == 2
    assert "of acme 1.2" in run.stderr
    assert not out.exists()
    assert ftprep(site, *command, FTPREP_NO_PLUGINS="1").returncode in (0, 1)


def test_two_plugins_may_not_share_letters(tmp_path: Path) -> None:
    site = tmp_path / "site"
    install_rule(site, rule_source("ACME001"), "acme-one")
    install_rule(site, rule_source("ACME002", "yelling"), "acme-two")
    run = ftprep(site, "rule")
    assert run.returncode == 2
    assert "acme-two" in run.stderr
    assert "those of acme-one" in run.stderr


def test_one_plugin_may_have_a_family_in_two_modules(tmp_path: Path) -> None:
    site = tmp_path / "site"
    modules = {"acme_a": rule_source("ACME001"), "acme_b": rule_source("ACME002", "yelling")}
    install(site, "acme", {"ftprep.rules": {"a": "acme_a", "b": "acme_b"}}, modules)
    listed = [row[:7] for row in ftprep(site, "rule").stdout.splitlines()]
    assert listed[-2:] == ["ACME001", "ACME002"]


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("len(turn.text)", "{}['key']", "KeyError: 'key'"),
        ("hit(found=", "hit(other=", "lacks found, which its message names"),
        ("yield hit(found=len(turn.text))", "yield turn.text", "yields a str, which is no hit"),
        ("yield hit(found=len(turn.text))", "return 7", "TypeError: 'int'"),
        ('"!!"', "lambda context: context.nothing", "AttributeError"),
    ],
)
def test_a_rule_that_fails_names_its_plugin(
    tmp_path: Path, line: Path, before: str, after: str, error: str
) -> None:
    site = tmp_path / "site"
    assert before in rule_source()
    install_rule(site, rule_source().replace(before, after))
    run = ftprep(site, "check", line)
    assert run.returncode == 2
    for said in ("ACME001", "acme-rules 1.2", error, "--ignore ACME001"):
        assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert "ACME001" not in totals(site, line, "--ignore", "ACME001")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_every_process_knows_the_same_rules(tmp_path: Path, line: Path, method: str) -> None:
    site = tmp_path / "site"
    install_rule(site, rule_source())
    other = line.with_name("other.jsonl")
    other.write_bytes(line.read_bytes().replace(b"How", b"And how"))
    code = (
        "import multiprocessing, sys\n"
        "if __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method('{method}')\n"
        "    from ftprep.cli import main\n"
        "    main(['check', *sys.argv[1:], '--jobs', '2', '--format', 'json'])\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    run = python(site, str(script), str(line), str(other))
    assert json.loads(run.stdout)["findings_total"]["ACME001"] == 2, run.stderr


def test_the_manifest_has_the_version(tmp_path: Path, line: Path) -> None:
    site = tmp_path / "site"
    install_rule(site, rule_source())
    out = tmp_path / "out"
    run = ftprep(site, "prepare", line, "-o", out, "--fail-on", "never")
    assert run.returncode == 0, run.stderr
    manifest = json.loads((out / "line_manifest.json").read_bytes())
    assert manifest["versions"]["acme-rules"] == "1.2"


def test_the_first_copy_on_the_path_counts(tmp_path: Path) -> None:
    """As Python imports it; and what is left of a removed distribution is no plugin."""
    first, second = tmp_path / "first", tmp_path / "second"
    install(first, "acme-rules", {"console_scripts": {"acme": "acme:main"}}, version="2.0")
    install_rule(second, rule_source())
    rest = second / "~gone-1.0.dist-info"
    rest.mkdir()
    (rest / "entry_points.txt").write_text("[ftprep.rules]\nx = gone\n", encoding="utf-8")
    code = "import sys; sys.path.append(sys.argv[1]); from ftprep.plugins import versions as v; "
    run = python(first, "-c", code + "print(v())", str(second))
    assert run.stdout.strip() == "{}", run.stderr


def test_a_plugin_in_a_zip_file_is_found(tmp_path: Path, line: Path) -> None:
    install_rule(tmp_path / "site", rule_source())
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "site")
    assert totals(Path(packed), line)["ACME001"] == 1


def test_where_no_plugin_is_importlib_metadata_is_not_even_imported(tmp_path: Path) -> None:
    code = "import sys; from ftprep.plugins import plugins; print(plugins('ftprep.rules'), end='')"
    asked = code + "; print('importlib.metadata' in sys.modules)"
    run = python(tmp_path, "-S", "-c", asked)
    assert run.stdout.strip() == "()False", run.stderr


def test_entry_points_that_are_no_text_are_not_ours(tmp_path: Path) -> None:
    site = tmp_path / "site"
    install(site, "odd", {"console_scripts": {"odd": "odd:main"}})
    (site / "odd-1.2.dist-info" / "entry_points.txt").write_bytes(b"[ftprep.rules]\n\xff = x\n")
    assert ftprep(site, "rule").returncode == 0


def test_importing_ftprep_looks_for_no_plugin(tmp_path: Path) -> None:
    site = tmp_path / "site"
    install_rule(site, "raise RuntimeError('was imported')")
    code = "import sys, ftprep, ftprep.api; print('importlib.metadata' in sys.modules)"
    run = python(site, "-c", code)
    assert run.stdout.strip() == "False", run.stderr
    assert ftprep(site, "--version").returncode == 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "no module with a PROVIDER"),
        ("PROVIDER = 'acme'", "no module with a PROVIDER"),
        ("{head}PROVIDER = provider('openai')", "is one of ftprep"),
        ("{head}PROVIDER = provider('acme', {{}})", "default_models is empty"),
        ("{head}PROVIDER = provider('acme')\nMODELS = [{{'id': 'a'}}]", "follow the schema"),
        ("{head}PROVIDER = provider('acme')\nMODELS = [row(id='a')]", "none of its MODELS"),
        ("{head}PROVIDER = provider('acme')\nMODELS = [row(provider='groq')]", '"groq"'),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused(tmp_path: Path, source: str, said: str) -> None:
    site = tmp_path / "site"
    modules = {"acme": source.format(head=TARGET)}
    install(site, "acme", {"ftprep.targets": {"acme": "acme"}}, modules)
    run = ftprep(site, "models")
    assert run.returncode == 2
    assert said in run.stderr
    assert "pip uninstall acme" in run.stderr


TARGET = """
from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

def provider(name, models={Kind.CHAT: "best"}):
    return Provider(
        name=name, title=name, kinds=(Kind.CHAT,), roles=("user", "assistant"),
        line_keys={}, message_keys=("role", "content"), min_examples=Fact(1, "us", "2026"),
        methods={"sft": (Kind.CHAT,)}, default_models=models,
    )

def row(**more):
    return {
        "id": "best", "provider": "acme", "methods": ["sft"], "modalities": ["text"],
        "encoding": None, "max_example_tokens": None, "context_window": None, "price": None,
        "status": "open", "train_cutoff": None, "inference_shutdown": None,
        "billing_verified": False, "sources": ["us"], "as_of": None, **more,
    }

"""


@pytest.mark.parametrize("models", ["", "MODELS = [row(price={'source': 'us', 'as_of': '2026'})]"])
def test_a_provider_can_be_asked_for(tmp_path: Path, line: Path, models: str) -> None:
    site = tmp_path / "site"
    source = f"{TARGET}PROVIDER = provider('acme')\n{models}"
    install(site, "acme", {"ftprep.targets": {"acme": "acme"}}, {"acme": source})
    run = ftprep(site, "check", line, "--provider", "acme", "--format", "json")
    target = json.loads(run.stdout)["target"]
    assert (target["provider"], target["model"]) == ("acme", "best")
    assert ftprep(site, "models", "--provider", "ACME", "--all").stdout.count("acme:") == 1
    refused = ftprep(site, "check", line, "--provider", "acne")
    assert "acme" in refused.stderr


LAYOUT = """
from ftprep.normalizers.convert import Exchange, exchange
from ftprep.normalizers.normalizer import Layout

def recognise(keys, request):
    if "{key}" in keys:
        return lambda record: exchange(
            record.origin, request.kind, Exchange(record.data["{key}"], record.data["answer"]))

LAYOUT = Layout("{name}", recognise)
"""


def install_layout(site: Path, key: str, name: str = "acme", point: str = "acme:LAYOUT") -> None:
    modules = {"acme": LAYOUT.format(key=key, name=name)}
    install(site, "acme", {"ftprep.normalizers": {"acme": point}}, modules)


@pytest.mark.parametrize("point", ["acme:LAYOUT", "acme"])
def test_a_layout_comes_before_what_is_told_by_likeness(tmp_path: Path, point: str) -> None:
    site = tmp_path / "site"
    install_layout(site, "question", point=point)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"question": "Why?", "answer": "So."}\n', encoding="utf-8")
    run = ftprep(site, "check", rows, "--format", "json")
    assert json.loads(run.stdout)["inputs"][0]["layout"] == "acme", run.stderr
    said = ftprep(site, "check", rows, "--user", "{question}", "--map", "assistant=answer",
                  "--format", "json")  # fmt: skip
    assert json.loads(said.stdout)["inputs"][0]["layout"] == "table"


def test_a_layout_cannot_change_how_chat_lines_are_read(tmp_path: Path, line: Path) -> None:
    site = tmp_path / "site"
    install_layout(site, "messages")
    run = ftprep(site, "check", line, "--format", "json")
    assert json.loads(run.stdout)["inputs"][0]["layout"] == "chat"


@pytest.mark.parametrize(
    ("name", "point", "said"),
    [("chat", "acme", "is one of ftprep"), ("acme", "acme:recognise", "neither a Layout")],
)
def test_a_layout_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, point: str, said: str
) -> None:
    site = tmp_path / "site"
    install_layout(site, "question", name, point)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"question": "Why?", "answer": "So."}\n', encoding="utf-8")
    run = ftprep(site, "check", rows)
    assert run.returncode == 2
    assert said in run.stderr


def test_a_layout_that_fails_names_its_plugin(tmp_path: Path) -> None:
    site = tmp_path / "site"
    install_layout(site, "question")
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"question": "Why?"}\n', encoding="utf-8")
    run = ftprep(site, "check", rows)
    assert run.returncode == 2
    for said in ("acme 1.2", "KeyError: 'answer'"):
        assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_two_hundred_distributions_cost_little(tmp_path: Path) -> None:
    """Held to many times what was measured (5 ms), for busy machines."""
    site = tmp_path / "site"
    for number in range(200):
        points = {"console_scripts": {f"run{number}": f"other{number}:main"}}
        install(site, f"other{number}", points if number % 2 else {})
    code = (
        "import time, ftprep.cli.check\n"
        "from ftprep.plugins import plugins\n"
        "begin = time.process_time(); plugins('ftprep.rules')\n"
        "print(time.process_time() - begin)\n"
    )
    spent = min(float(python(site, "-c", code).stdout) for _ in range(3))
    assert spent < 0.15
