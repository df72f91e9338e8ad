"""Tables: columns by name, by flag, and by template."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.errors import UsageError
from ftprep.jsontext import loads
from ftprep.model import Kind
from ftprep.normalizers import verify
from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import COMPLETION, assistant, understand, user

FAQ = {"Question": "How do I pay?", "Answer": " By card.\n"}


def test_a_table_becomes_a_chat_and_the_text_stays_as_it_is() -> None:
    found = understand(FAQ)
    assert found.body == {"messages": [user("How do I pay?"), assistant(" By card.\n")]}
    assert found.example is not None
    assert found.example.columns == {
        "/messages/0/content": "Question",
        "/messages/1/content": "Answer",
    }
    assert found.trained == [" By card.\n"]
    assert found.codes == []


def test_a_table_becomes_a_completion() -> None:
    found = understand(FAQ, COMPLETION)
    assert found.body == {"prompt": "How do I pay?", "completion": " By card.\n"}
    assert found.example is not None
    assert found.example.kind is Kind.COMPLETION
    assert found.example.columns == {"/prompt": "Question", "/completion": "Answer"}


@pytest.mark.parametrize("word", ["007", "NA", "None", "nan", "1e5", "TRUE", "null", "2026-01-31"])
def test_words_that_look_like_values_are_words(word: str) -> None:
    assert understand({"prompt": word, "completion": word}).body == {
        "messages": [user(word), assistant(word)]
    }


@pytest.mark.parametrize("literal", ["1.10", "1e5", "true", "false", "12345678901234567890", "-0"])
def test_json_values_are_written_as_in_their_file(literal: str) -> None:
    data = loads(f'{{"question": "?", "answer": {literal}}}')
    found = understand(data)
    assert found.trained == [literal]
    assert found.codes == ["MAP004"]


@pytest.mark.parametrize("value", ["", "  \n", None, float("nan")])
def test_an_empty_answer_is_an_error(value: Any) -> None:
    found = understand({"question": "Why?", "answer": value})
    assert found.example is None
    assert found.codes == ["MAP006"]


@pytest.mark.parametrize("value", ["", " ", None])
def test_an_empty_question_is_an_error_in_a_chat_only(value: Any) -> None:
    assert understand({"question": value, "answer": "So."}).codes == ["MAP007"]
    found = understand({"prompt": value, "completion": "So."}, COMPLETION)
    assert found.body == {"prompt": value or "", "completion": "So."}
    assert found.codes == ["MAP008"]


@pytest.mark.parametrize("value", [["a", "x"], {"answer": "a"}, []])
def test_lists_and_objects_are_never_printed(value: Any) -> None:
    found = understand({"prompt": "?", "completion": value})
    assert found.example is None
    assert found.codes == ["MAP005"]


def test_trl_conversational_pairs_are_understood() -> None:
    data = {"prompt": [user("Hi")], "completion": [assistant("Hello.")]}
    assert understand(data).body == {"messages": [user("Hi"), assistant("Hello.")]}
    assert understand(data, COMPLETION).body == {"prompt": "Hi", "completion": "Hello."}


def test_content_parts_are_kept() -> None:
    parts = [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {}}]
    found = understand({"prompt": parts, "completion": "A cat."})
    assert found.body == {"messages": [user(parts), assistant("A cat.")]}


def test_unused_columns_are_named() -> None:
    found = understand({"id": "1", **FAQ, "date": "today"})
    assert found.codes == ["MAP003"]
    assert found.args == [{"columns": "id, date", "n": 2}]


def test_a_label_is_a_label() -> None:
    found = understand({"text": "My card is lost", "category": "cards"})
    assert found.example is not None
    assert found.example.label == "cards"
    assert understand(FAQ).example is not None
    assert understand(FAQ).example.label is None  # type: ignore[union-attr]


def test_a_system_column_stands_first_and_the_flag_fills_its_holes() -> None:
    request = Request(system="Be kind.")
    texts = understand({**FAQ, "system": "Be short."}, request).texts
    assert texts[0] == ("system", "Be short.")
    for hole in ("", None):
        assert understand({**FAQ, "system": hole}, request).texts[0] == ("system", "Be kind.")


def test_in_a_completion_the_instructions_stand_before_the_prompt() -> None:
    found = understand(FAQ, Request(Kind.COMPLETION, system="Be kind."))
    assert found.body["prompt"] == "Be kind.\n\nHow do I pay?"


def test_flags_beat_names() -> None:
    data = {"question": "1", "answer": "2", "ask": {"text": "3"}, "reply text": "4"}
    request = Request(columns={"user": "ask.text", "assistant": "reply text"})
    found = understand(data, request)
    assert found.texts == [("user", "3"), ("assistant", "4")]
    assert found.args == [{"columns": "question, answer", "n": 2}]


def test_prompt_and_completion_are_other_words_for_the_sides() -> None:
    request = Request(columns={"prompt": "x", "completion": "y"})
    assert understand({"x": "1", "y": "2"}, request).texts == [("user", "1"), ("assistant", "2")]


def test_a_template_makes_a_side() -> None:
    request = Request(templates={"user": r"{title}\n{body}"}, columns={"label": "queue"})
    found = understand({"title": "Bill", "body": "Too high", "queue": "billing"}, request)
    assert found.texts == [("user", "Bill\nToo high"), ("assistant", "billing")]
    assert found.example is not None
    assert found.example.label == "billing"
    assert found.example.columns["/messages/0/content"] == "title, body"


def test_one_flag_is_enough_when_the_other_side_is_clear() -> None:
    data = {"query": "Why?", "ground_truth": "So.", "response": "No."}
    request = Request(columns={"assistant": "ground_truth"})
    assert understand(data, request).texts == [("user", "Why?"), ("assistant", "So.")]


def test_a_flag_holds_for_every_record() -> None:
    request = Request(columns={"user": "x", "assistant": "y"})
    for data in ({"x": "1"}, {"question": "1", "answer": "2"}, {"messages": [user("1")]}):
        found = understand(data, request)
        assert found.example is None
        assert found.codes[0] == "MAP009"


def test_a_missing_key_is_not_a_word() -> None:
    assert understand({"id": 1, "prompt": "Why?"}).codes == ["MAP006", "MAP003"]
    assert understand({"completion": "So."}).codes == ["MAP007"]
    found = understand({"completion": "So."}, COMPLETION)
    assert found.body == {"prompt": "", "completion": "So."}
    assert understand({"prompt": "Why?", "act": "So."}).codes == ["MAP001"]


def test_a_group_column_keeps_examples_together() -> None:
    found = understand({**FAQ, "customer": 17}, Request(columns={"group": "customer"}))
    assert found.example is not None
    assert found.example.group == "17"
    assert found.codes == []


def test_headers_that_differ_in_case_are_not_chosen_between() -> None:
    found = understand({"Prompt": "1", "PROMPT": "2", "completion": "3"})
    assert found.codes == ["MAP002"]
    assert found.args[0]["choice"] == "user: Prompt or PROMPT; assistant: completion"


@pytest.mark.parametrize("keys", [("Prompt", "COMPLETION"), (" prompt", "completion ")])
def test_prompt_and_completion_in_any_case(keys: tuple[str, str]) -> None:
    data = dict(zip(keys, ("1", "2"), strict=True))
    assert understand(data, COMPLETION).body == {"prompt": "1", "completion": "2"}


def test_a_verdict_is_not_trained_on() -> None:
    found = understand({"prompt": "1", "completion": "2", "label": False})
    assert found.codes == ["MAP016"]
    assert understand({"prompt": "1", "completion": "2", "label": "x"}).codes == ["MAP003"]


class TestVerify:
    COLUMNS = ("Question", "Answer", "Created at")

    def test_what_is_there_passes(self) -> None:
        columns = {"user": "Question", "group": "Created at.day"}
        verify(self.COLUMNS, Request(columns=columns, templates={"assistant": "{Answer}"}))

    @pytest.mark.parametrize(
        "request_",
        [
            Request(columns={"user": "question"}),
            Request(templates={"user": "{Qestion}"}),
            Request(group_by="quest"),
        ],
    )
    def test_the_nearest_column_is_named_first(self, request_: Request) -> None:
        with pytest.raises(UsageError, match='The columns are "Question", "Answer"'):
            verify(self.COLUMNS, request_)

    def test_an_unknown_role_is_told(self) -> None:
        with pytest.raises(UsageError, match='no role "usr"'):
            verify(self.COLUMNS, Request(columns={"usr": "Question"}))
