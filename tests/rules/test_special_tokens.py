"""Every token of every family is found and escaped, and the escape can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.text.special_tokens import FAMILIES, any_token, escaped, family_of, tokens_in
from ftprep.targets.openai import PROVIDER
from ftprep.targets.resolve import resolve

TOKENS = sorted({token for family in FAMILIES for token in family.tokens})


@pytest.mark.parametrize("token", TOKENS)
def test_every_token_is_found_and_escaped(token: str) -> None:
    text = f"a{token}b"
    pattern = any_token(())
    assert [found.group() for found in tokens_in(text, pattern)] == [token]
    after = escaped(text, pattern)
    assert token not in after
    assert after.replace(" ", "") == text


@given(st.lists(st.sampled_from([*TOKENS, "a", " ", "<", "|", ">", "[", "]"]), max_size=10))
def test_the_escape_only_puts_spaces_in(pieces: list[str]) -> None:
    text = "".join(pieces)
    after = escaped(text, any_token(()))
    assert after.replace(" ", "") == text.replace(" ", "")
    assert escaped(after, any_token(())) == after


def test_tokens_that_are_left_out_are_not_found() -> None:
    assert not list(tokens_in("<|endoftext|>", any_token(PROVIDER.special_tokens)))
    assert list(tokens_in("<|endoftext|x|>, <|eot_id|>", any_token(PROVIDER.special_tokens)))


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Now <s>12</s> 9 euros", 0),
        ("<s>12</s> and <s>13</s> now 9", 0),
        ("Hello.</s>", 1),
        ("<s>Hello", 1),
        ("<s>[INST] Hi [/INST] Hello </s>", 4),
        ("<s>All of it</s>", 2),
    ],
)
def test_struck_text_is_no_token(text: str, n: int) -> None:
    assert len(list(tokens_in(text, any_token(())))) == n


@pytest.mark.parametrize(
    ("model", "title"),
    [
        (None, "OpenAI"),
        ("together:meta-llama/Llama-2-7b-chat-hf", "Llama 2"),
        ("together:meta-llama/Meta-Llama-3.1-8B-Instruct", "Llama 3"),
        ("together:Qwen/Qwen2.5-7B", "Qwen"),
        ("azure:gpt-oss-20b", "gpt-oss"),
        ("azure:Ministral-3B", "Mistral"),
        ("fireworks:deepseek-v3", "DeepSeek"),
        ("together:deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "Llama 3"),
        ("gemini-2.5-flash", None),
    ],
)
def test_a_model_has_the_tokens_of_its_family(model: str | None, title: str | None) -> None:
    family = family_of(resolve(model, None, None, None, dt.date(2026, 11, 21)))
    assert (family.title if family else None) == title
