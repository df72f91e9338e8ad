"""Columns by their usual names: every language, and no guess where two fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.normalizers import vocabulary
from ftprep.normalizers.names import (
    Ambiguous,
    Dialogue,
    Recognised,
    candidates,
    dialogue,
    fold,
    is_known,
    recognise,
)

PAIRS = [
    ("question", "answer"),
    ("Questions", "Answers"),
    ("Q", "A"),
    ("prompt", "response"),
    ("prompt", "completion"),
    ("input", "output"),
    ("instruction", "response"),
    ("query", "correct_answer"),
    ("user_message", "assistant_message"),
    ("inputs", "targets"),
    ("message", "reply"),
    ("User", "Assistant"),
    ("human", "gpt"),
    ("text", "summary"),
    ("Frage", "Antwort"),
    ("Eingabe", "Ausgabe"),
    ("Kundenfrage", "Antwort"),
    ("Question", "Réponse"),
    ("question", "reponse"),
    ("Demande", "Réponse attendue"),
    ("Pregunta", "Respuesta"),
    ("Instrucción", "Salida"),
    ("Pergunta", "Resposta"),
    ("Domanda", "Risposta"),
    ("Vraag", "Antwoord"),
    ("Pytanie", "Odpowiedź"),
    ("Otázka", "Odpověď"),
    ("Fråga", "Svar"),
    ("Spørgsmål", "Svar"),
    ("Kysymys", "Vastaus"),
    ("Kérdés", "Válasz"),
    ("Întrebare", "Răspuns"),
    ("Ερώτηση", "Απάντηση"),
    ("ΕΡΩΤΗΣΗ", "ΑΠΑΝΤΗΣΗ"),
    ("Вопрос", "Ответ"),
    ("Запитання", "Відповідь"),
    ("Soru", "Cevap"),
    ("SORU", "YANIT"),
    ("GİRDİ", "ÇIKTI"),
    ("سؤال", "جواب"),
    ("السؤال", "الإجابة"),
    ("السؤال", "الاجابة"),
    ("پرسش", "پاسخ"),
    ("שאלה", "תשובה"),
    ("问题", "回答"),
    ("问题", "答案"),
    ("問題", "答覆"),
    ("輸入", "輸出"),
    ("質問", "回答"),
    ("問い合わせ内容", "返信"),
    ("プロンプト", "応答"),
    ("ﾌﾟﾛﾝﾌﾟﾄ", "応答"),
    ("질문", "답변"),
    ("प्रश्न", "उत्तर"),
    ("Câu hỏi", "Câu trả lời"),
    ("cau_hoi", "tra_loi"),
    ("Pertanyaan", "Jawaban"),
    ("คำถาม", "คำตอบ"),
]
LABELS = [
    ("text", "label"),
    ("Ticket", "Category"),
    ("utterance", "intent"),
    ("review", "sentiment"),
    ("question", "class"),
    ("Text", "Kategorie"),
    ("texte", "étiquette"),
    ("mensaje", "intención"),
    ("Текст", "Метка"),
    ("metin", "etiket"),
    ("文本", "标签"),
    ("テキスト", "ラベル"),
    ("문장", "라벨"),
]


@pytest.mark.parametrize(("asked", "answered"), PAIRS)
def test_a_pair_is_recognised(asked: str, answered: str) -> None:
    assert recognise([asked, answered]) == Recognised(asked, answered)
    assert recognise(["id", answered, asked, "date"]) == Recognised(asked, answered)
    assert is_known(asked)
    assert is_known(answered)


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_class_is_recognised_as_one(text: str, label: str) -> None:
    assert recognise([text, label]) == Recognised(text, label, None, label=True)


@pytest.mark.parametrize("columns", [["question", "answer", "category"], ["Q", "A", "label"]])
def test_a_label_beside_an_answer_is_left_aside(columns: list[str]) -> None:
    assert recognise(columns) == Recognised(columns[0], columns[1])


@pytest.mark.parametrize("system", ["system", "System Prompt", "システムプロンプト"])
def test_a_system_column_is_recognised(system: str) -> None:
    assert recognise(["question", "answer", system]) == Recognised("question", "answer", system)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Prompt", "PROMPT", "completion"], Ambiguous(("Prompt", "PROMPT"), ("completion",))),
        (
            ["query", "ground_truth", "response"],
            Ambiguous(("query",), ("ground_truth", "response")),
        ),
        (["text", "label", "category"], Ambiguous(("text",), ("label", "category"))),
        (["text", "title_text", "body", "label"], Ambiguous(("text", "body"), ("label",))),
    ],
)
def test_two_candidates_are_never_chosen_between(columns: list[str], expected: Ambiguous) -> None:
    assert recognise(columns) == expected


@pytest.mark.parametrize(
    "columns",
    [
        [],
        ["question"],
        ["question", "query"],
        ["left", "right"],
        ["title", "body"],
        ["customer", "agent"],
        ["user", "label"],
        ["act", "prompt", "contributor"],
        ["id", "name", "date"],
    ],
)
def test_where_a_side_is_missing_nothing_is_guessed(columns: list[str]) -> None:
    assert recognise(columns) is None


def test_spelling_between_words_does_not_matter() -> None:
    spellings = [
        "correct answer",
        "correct_answer",
        "Correct-Answer",
        "CORRECT.ANSWER",
        " correctAnswer: ",
    ]
    assert {fold(spelling) for spelling in spellings} == {"correctanswer"}


@given(st.text(max_size=20))
def test_folding_is_idempotent(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("name", ["How do I pay?", "", "42", "Lima", "Hello there"])
def test_data_is_no_header(name: str) -> None:
    assert not is_known(name)


def test_no_name_says_both_sides() -> None:
    uses = ("ask", "reply", "label", "system", "person", "agent", "staff", "role", "context")
    for words in vocabulary.LANGUAGES.values():
        for use in uses:
            for name in getattr(words, use).split(" | "):
                others = [o for o in uses if o != use and candidates([name], o)]
                assert not others, f"{name} is {use} and {others}"


def test_rows_of_messages() -> None:
    assert dialogue(["chat_id", "role", "content"]) == Dialogue("role", "content", "chat_id")
    assert dialogue(["Absender", "Nachricht"]) == Dialogue("Absender", "Nachricht", None)
    assert dialogue(["question", "answer"]) is None
