"""Result files of every dialect, whole and broken."""

from __future__ import annotations

import base64
import math
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.errors import InputError, OutputError
from ftprep.jobs.export import as_csv, write_csv, write_parquet
from ftprep.jobs.results import COLUMNS, Results, Row, parse

OPENAI = (
    b"step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n"
    b"1,3.63265,0.5,,\n2,2.45992,0.80952,1.5,0.75\n"
)
AZURE = (
    b"step, train_loss, train_mean_token_accuracy, valid_loss, validation_mean_token_accuracy, "
    b"full_valid_loss, full_valid_mean_token_accuracy\r\n"
    b"1,3.6,0.5,-1,-1,,\r\n2,2.4,0.8,1.5,0.75,1.4,0.7\r\n"
)
RETIRED = (
    b"step,elapsed_tokens,elapsed_examples,training_loss,training_sequence_accuracy,"
    b"training_token_accuracy\n1,65,1,0.29,0.0,0.5\n"
)


def test_openais_columns_plain_and_as_base64() -> None:
    plain = parse(OPENAI)
    assert plain == parse(base64.b64encode(OPENAI)) == parse(base64.encodebytes(OPENAI))
    assert plain.columns == ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy")
    assert plain.rows[0] == Row(1, {"train_loss": 3.63265, "train_accuracy": 0.5})
    assert plain.series("valid_accuracy") == ([2], [0.75])


def test_azures_columns_have_the_same_names() -> None:
    results = parse(AZURE)
    assert results.columns == COLUMNS
    assert results.rows[0].metrics == {"train_loss": 3.6, "train_accuracy": 0.5}
    assert results.series("full_valid_loss") == ([2], [1.4])
    assert not results.bad


def test_the_retired_columns_keep_what_we_have_no_name_for() -> None:
    results = parse(RETIRED)
    assert results.columns == (
        "train_loss",
        "train_accuracy",
        "elapsed_tokens",
        "elapsed_examples",
        "training_sequence_accuracy",
    )


def test_two_columns_of_one_meaning_are_both_kept() -> None:
    results = parse(b"step,train_accuracy,train_mean_token_accuracy\n1,0.1,0.2\n")
    assert results.rows[0].metrics == {"train_accuracy": 0.1, "train_mean_token_accuracy": 0.2}


@pytest.mark.parametrize("cell", ["one", "1_0", "0x1", "1,5", "-", "é"])
def test_a_cell_that_is_no_number_is_told_and_the_row_stays(cell: str) -> None:
    results = parse(f'step,train_loss,valid_loss\n1,"{cell}",2.0\n'.encode())
    assert results.rows == (Row(1, {"valid_loss": 2.0}),)
    assert [bad.text for bad in results.bad] == ([] if cell == "-" else [cell])


@pytest.mark.parametrize("step", ["", "x", "1.5", "nan", "inf"])
def test_a_row_without_a_step_is_told(step: str) -> None:
    results = parse(f"step,train_loss\n{step},2.0\n2,1.0\n".encode())
    assert [row.step for row in results.rows] == [2]
    assert [(bad.line, bad.column) for bad in results.bad] == [(2, "step")]


def test_numbers_that_blew_up_are_kept_and_not_drawn() -> None:
    results = parse(b"step,train_loss\n1,2.0\n2,nan\n3,inf\n")
    assert math.isnan(results.rows[1].metrics["train_loss"])
    assert results.series("train_loss") == ([1], [2.0])


def test_rows_come_in_order_of_their_steps() -> None:
    assert [row.step for row in parse(b"step,a\n3,1\n1,2\n2,3\n").rows] == [1, 2, 3]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe,\x00", b"{}", b"a,b\n1,2\n", b"not base64 at all!", b"\x00" * 9]
)
def test_what_is_no_result_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        parse(content)


@given(st.binary(max_size=200))
def test_any_bytes_give_results_or_a_refusal(content: bytes) -> None:
    try:
        parse(content)
    except InputError:
        return


numbers = st.floats(allow_nan=False, min_value=0, max_value=1e6)
tables = st.lists(st.dictionaries(st.sampled_from(COLUMNS), numbers), min_size=1, max_size=20).map(
    lambda rows: Results(
        tuple(Row(step, metrics) for step, metrics in enumerate(rows, start=1)), COLUMNS, ()
    )
)


@given(tables, st.booleans())
def test_what_is_written_reads_back_the_same(results: Results, encoded: bool) -> None:
    content = as_csv(results).encode()
    assert parse(base64.b64encode(content) if encoded else content) == results


@given(tables)
def test_parquet_holds_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, results: Results
) -> None:
    path = tmp_path_factory.mktemp("p") / "r.parquet"
    write_parquet(results, path)
    rows = pq.read_table(path).to_pylist()
    assert [row.pop("step") for row in rows] == [row.step for row in results.rows]
    assert [{k: v for k, v in row.items() if v is not None} for row in rows] == [
        dict(row.metrics) for row in results.rows
    ]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.csv").mkdir()
    with pytest.raises(OutputError):
        write_csv(parse(OPENAI), tmp_path / "r.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]
