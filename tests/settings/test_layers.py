"""Flags beat the file, the file beats the default, and the nearest file wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.errors import FtprepError, UsageError
from ftprep.settings.configure import configure
from ftprep.settings.layers import layered


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "seed = 1")
    near = put(tmp_path / "a/pyproject.toml", "[tool.ftprep]\nseed = 2\n[tool.ruff]\n")
    data = put(tmp_path / "a/b/data.csv", "x")
    layers = layered({}, [str(data)])
    assert (layers.file, layers.values["seed"]) == (near, 2)
    assert layers.origins["seed"] == str(near)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "\ufeffseed = 1")
    assert layered({}, [str(tmp_path)]).values["seed"] == 1


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "seed = 1")
    put(tmp_path / "a/pyproject.toml", "[tool.ruff]\nline-length = 100\n")
    assert layered({}, [str(tmp_path / "a")]).values["seed"] == 1


def test_in_one_folder_our_own_file_wins(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "seed = 1")
    put(tmp_path / "pyproject.toml", "[tool.ftprep]\nseed = 2")
    assert layered({}, [str(tmp_path)]).values["seed"] == 1


def test_several_paths_are_looked_up_from_the_folder_that_holds_all(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "seed = 1")
    put(tmp_path / "a/ftprep.toml", "seed = 2")
    paths = [str(put(tmp_path / "a/x.csv", "x")), str(put(tmp_path / "b/y.csv", "y"))]
    assert layered({}, paths).values["seed"] == 1


def test_a_flag_beats_the_file_and_tables_are_joined(tmp_path: Path) -> None:
    put(
        tmp_path / "ftprep.toml",
        'seed = 1\nselect = ["MSG"]\nthresholds = { refusals = 1, echoes = 2 }',
    )
    flags = {"select": ["DUP"], "thresholds": {"echoes": 3}}
    layers = layered(flags, [str(tmp_path)])
    assert layers.values["select"] == ["DUP"]
    assert layers.values["thresholds"] == {"refusals": 1, "echoes": 3}
    assert layers.origins["select"] == "--select"
    assert layers.values["seed"] == 1


def test_a_role_that_a_flag_gives_is_no_longer_the_files(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", 'map = { user = "Q" }\nassistant = "{A}"')
    layers = layered({"user": "{q}", "map": {"assistant": "B"}}, [str(tmp_path)])
    config = configure(layers)
    assert config.templates == {"user": "{q}"}
    assert config.columns == {"assistant": "B"}


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", "seed = 1")
    assert layered({}, [str(tmp_path)], isolated=True).values["seed"] == 42
    with pytest.raises(UsageError, match="exclude each other"):
        layered({}, [], file="x.toml", isolated=True)


def test_a_text_in_a_file_is_looked_up_beside_the_settings(tmp_path: Path) -> None:
    put(tmp_path / "prompts/system.txt", "Be brief.\n")
    file = put(tmp_path / "ftprep.toml", 'system = "@prompts/system.txt"')
    assert configure(layered({}, [], file=file)).system == "Be brief."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seeds = 1", 'there is no setting "seeds"; "seed" is meant'),
        ("test_size = 1", '"test-size" is meant'),
        ("zzz = 1", "`ftprep init` lists all of them"),
        ("seed = true", "seed is to be a whole number, not true or false"),
        ('seed = "1"', "seed is to be a whole number, not a text"),
        ("jobs = -1", "jobs -1 is below 0"),
        ("model = 4", "model is to be a text in quotes"),
        ('to = "chatty"', "'chatty' is none of chat, completion"),
        ("epochs = 0", "0 is neither auto nor a number from 1 to 50"),
        ("test-size = 1.5", "1.5 is neither a share"),
        ('map = { usr = "Q" }', '"usr" is none of user, assistant'),
        ("map = { user = 1 }", "user is to be a text"),
        ('select = "MSG"', "is to be a list of texts, not a text"),
        ('select = ["MSG", 1]', "is to be a list of texts, and a number is among them"),
        ("thresholds = { rare-label = nan }", "nan is no number"),
        ('levels = { MSG = "bad" }', "MSG 'bad' is none of error, warning, note"),
        ("limits = { MSG = 3 }", "is to be { max_count = 10 }"),
        ("limits = { MSG = { max_rate = 2 } }", "max_rate 2 is not from 0 to 1"),
        ("seed = ", "no valid TOML"),
        ("unsafe-fixes = 1", "is to be true or false, not a number"),
        ('system = "@nothing.txt"', "cannot read the system text"),
        ('user = "{a}"\nmap = { user = "b" }', "exclude each other"),
        ('map = { user = "b", assistant = "b" }', "from one column"),
        ('select = ["ALL", "MGS"]', 'ftprep.toml: select: no rule begins with "MGS"'),
        ('ignore = ["MSG999"]', 'ftprep.toml: ignore: no rule begins with "MSG999"'),
        ('levels = { MGS = "note" }', 'ftprep.toml: levels: no rule begins with "MGS"'),
        ("limits = { MGS = { max_count = 1 } }", 'ftprep.toml: limits: no rule begins with "MGS"'),
        ('fix = ["MSG001"]', "ftprep.toml: fix: no rule that begins with MSG001 has a repair"),
        ('no-fix = ["MGS"]', 'ftprep.toml: no-fix: no rule begins with "MGS"'),
        (
            'per-file-ignores = { "a/*" = ["MGS"] }',
            'ftprep.toml: per-file-ignores: a/*: no rule begins with "MGS"',
        ),
        ('model = "gpt-17"', 'ftprep.toml: model: no model is called "gpt-17"'),
        ('provider = "nobody"', 'ftprep.toml: provider: no provider is called "nobody"'),
        ('method = "magic"', 'ftprep.toml: method: no method is called "magic"'),
        (
            'provider = "google"\nmodel = "gpt-4o-mini"',
            'ftprep.toml: model: "gpt-4o-mini" is not trained at google',
        ),
        (
            "thresholds = { refusal = 1 }",
            'ftprep.toml: thresholds: there is no threshold "refusal"',
        ),
        ('words = { refusal = ["No"] }', 'ftprep.toml: words: there is no list of words "refusal"'),
    ],
)
def test_what_is_wrong_names_the_key(tmp_path: Path, text: str, said: str) -> None:
    file = put(tmp_path / "ftprep.toml", text)
    with pytest.raises(FtprepError) as caught:
        configure(layered({}, [str(tmp_path)]))
    assert said in str(caught.value)
    if "exclude" not in said and "column" not in said:
        assert str(file.parent) in str(caught.value)


def test_pyproject_is_named_with_the_key(tmp_path: Path) -> None:
    file = put(tmp_path / "pyproject.toml", '[tool.ftprep]\nselect = ["MGS"]')
    with pytest.raises(UsageError) as caught:
        layered({}, [str(tmp_path)])
    assert str(caught.value).startswith(f'{file}: select: no rule begins with "MGS"')


def test_a_name_that_a_flag_replaces_is_not_asked_for(tmp_path: Path) -> None:
    put(tmp_path / "ftprep.toml", 'model = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"')
    assert layered({"model": "gpt-4o-mini"}, [str(tmp_path)]).values["model"] == "gpt-4o-mini"
    # The name is known at the provider that the flag says, and nowhere by itself.
    put(tmp_path / "ftprep.toml", 'model = "somebody/Some-Model-7B"')
    assert layered({"provider": "together"}, [str(tmp_path)]).values["provider"] == "together"
    with pytest.raises(UsageError, match=r"ftprep\.toml: model: no model is called"):
        layered({}, [str(tmp_path)])


def test_a_file_that_is_named_has_to_be_there_and_have_our_table(tmp_path: Path) -> None:
    with pytest.raises(FtprepError, match="cannot read"):
        layered({}, [], file=tmp_path / "no.toml")
    other = put(tmp_path / "pyproject.toml", "[tool.ruff]")
    with pytest.raises(UsageError, match="has no table"):
        layered({}, [], file=other)
