"""Rows that belong together become one conversation."""

from __future__ import annotations

import pickle
from typing import Any

from ftprep.model import UNREADABLE, Finding, Origin, Record
from ftprep.normalizers import normalize
from ftprep.normalizers.group import Conversation, grouped
from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import assistant, user

BY_CHAT = Request(group_by="chat")


def records(*rows: Any) -> list[Record]:
    return [Record(Origin(0, 0, at, at + 2), row) for at, row in enumerate(rows)]


def row(chat: Any, role: Any, content: Any) -> dict[str, Any]:
    return {"chat": chat, "role": role, "content": content}


def test_rows_are_joined_wherever_they_stand() -> None:
    first, second = grouped(
        records(
            row("a", "customer", "Hi"),
            row("b", "user", "Yo"),
            row("a", "agent", "Hello."),
            row("b", "bot", "Yes?"),
        ),
        BY_CHAT,
    )
    assert first.data == {"messages": [user("Hi"), assistant("Hello.")]}
    assert second.data == {"messages": [user("Yo"), assistant("Yes?")]}
    assert first.origin.position == 0
    assert [origin.position for origin in first.others] == [2]
    example, _ = normalize(first, BY_CHAT, {})
    assert example is not None
    assert example.others == first.others


def test_findings_can_name_the_column() -> None:
    rows = [{"chat": 1, "Rolle": "Kunde", "Nachricht": "Hallo", "system": "Sei nett."}]
    (record,) = grouped(records(*rows), BY_CHAT)
    example, findings = normalize(record, Request(group_by="chat", system="Other."), {})
    assert example is not None
    assert findings == ()
    assert example.body == {"messages": [{"role": "system", "content": "Sei nett."}, user("Hallo")]}
    assert example.columns == {
        "/messages/0/content": "system",
        "/messages/1/content": "Nachricht",
        "/messages/1/role": "Rolle",
    }


def test_the_columns_move_when_a_system_text_is_put_first() -> None:
    (record,) = grouped(records(row("a", "user", "Hi")), BY_CHAT)
    example, _ = normalize(record, Request(group_by="chat", system="Be kind."), {})
    assert example is not None
    assert example.columns == {"/messages/1/content": "content", "/messages/1/role": "role"}
    assert all(
        turn.pointer != "/messages/0/content" or turn.role == "system" for turn in example.turns
    )


def test_rows_of_questions_and_answers_are_turns() -> None:
    rows = [
        {"chat": 1, "question": "1", "answer": "2"},
        {"chat": 1, "question": "3", "answer": "4"},
    ]
    (record,) = grouped(records(*rows), BY_CHAT)
    assert record.data == {"messages": [user("1"), assistant("2"), user("3"), assistant("4")]}


def test_flags_name_the_columns() -> None:
    request = Request(group_by="id", columns={"role": "who", "content": "said.text"})
    rows = [{"id": "1", "who": "human", "said": {"text": "Hi"}}]
    (record,) = grouped(records(*rows), request)
    assert record.data == {"messages": [user("Hi")]}


def test_an_unknown_speaker_stays_for_the_rules() -> None:
    (record,) = grouped(records(row("a", "Moderator", "Hi"), row("a", None, "Hm")), BY_CHAT)
    assert [message["role"] for message in record.data["messages"]] == ["Moderator", ""]


def test_nothing_is_lost() -> None:
    unreadable = Record(Origin(0, 0, 9), UNREADABLE, "{", (Finding("SRC001", Origin(0, 0, 9)),))
    rows = records(
        row("", "user", "Hi"), row(None, "user", "Hi"), row("a", "user", "Hi"), {"x": "1"}, 7
    )
    joined = list(grouped([*rows, unreadable], BY_CHAT))
    seen = [origin for record in joined for origin in (record.origin, *record.others)]
    assert sorted(seen) == sorted(record.origin for record in [*rows, unreadable])
    codes = [[f.code for f in normalize(record, BY_CHAT, {})[1]] for record in joined]
    assert codes == [["MAP012"], ["MAP012"], [], ["MAP012"], ["MAP010"], ["SRC001"]]


def test_rows_without_role_and_content_are_told_what_to_add() -> None:
    (record,) = grouped(records({"chat": "a", "x": "1", "y": "2"}), BY_CHAT)
    example, (finding,) = normalize(record, BY_CHAT, {})
    assert example is None
    assert finding.code == "MAP001"
    assert finding.args["flags"] == "--map role=COLUMN --map content=COLUMN"


def test_numbers_are_texts_with_a_note() -> None:
    (record,) = grouped(records(row(1, "user", 42)), BY_CHAT)
    assert record.data == {"messages": [user("42")]}
    assert [finding.code for finding in record.findings] == ["MAP004"]


def test_findings_of_the_rows_go_along() -> None:
    rows = records(row("a", "user", "Hi"), row("a", "bot", "Hello."))
    noticed = Finding("CSV001", rows[1].origin)
    (record,) = grouped([rows[0], rows[1]._replace(findings=(noticed,))], BY_CHAT)
    assert record.findings == (noticed,)


def test_a_conversation_travels() -> None:
    conversation = Conversation([user("Hi")], {"/messages/0/content": "text"})
    there = pickle.loads(pickle.dumps(conversation))
    assert there == conversation
    assert there.columns == conversation.columns
