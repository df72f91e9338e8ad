r"""The special tokens of the known model families, how to find them in a text, and to escape them.

A tokenizer reads `<|im_end|>` inside a message as the end of the message. What stands here was read
in the tokenizers' published configurations and the providers' guides to their prompt formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from ftprep.named import NamedTuple
from ftprep.targets.target import Target

__all__ = ["FAMILIES", "Family", "any_token", "escaped", "family_of", "literally", "tokens_in"]


class Family(NamedTuple):
    """Models that share their special tokens."""

    title: str
    models: str
    """Regular expression of the names of its models, in lower case."""
    tokens: tuple[str, ...]
    source: str


def _barred(words: str) -> tuple[str, ...]:
    return tuple(f"<|{word}|>" for word in words.split())


FAMILIES: Final = (
    Family(
        "gpt-oss", r"gpt-oss",
        _barred("start end message channel constrain return call startoftext"),
        "OpenAI cookbook, articles/openai-harmony (2025-08-15)",
    ),
    Family(
        "OpenAI", r"^(?:ft:)?(?:gpt-|o[0-9]|chatgpt|davinci|babbage|curie|ada$)",
        _barred("endoftext endofprompt fim_prefix fim_middle fim_suffix im_start im_end im_sep"),
        "tiktoken 0.14.0, tiktoken_ext/openai_public; OpenAI's ChatML (2023)",
    ),
    Family(
        "Qwen", r"qwen|qwq",
        _barred(
            "endoftext im_start im_end object_ref_start object_ref_end box_start box_end quad_start"
            " quad_end vision_start vision_end vision_pad image_pad video_pad fim_prefix fim_middle"
            " fim_suffix fim_pad repo_name file_sep"
        ),
        "Qwen2.5 tokenizer_config.json; Qwen-7B tokenization_note.md on injection",
    ),
    Family(
        "Llama 2", r"llama-?2|codellama|code-llama",
        ("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<s>", "</s>", "<unk>"),
        "meta-llama/llama, llama/generation.py (2023): B_INST, B_SYS, SPECIAL_TAGS",
    ),
    Family(
        "Llama 4", r"llama-?4",
        _barred("begin_of_text end_of_text header_start header_end eot eom image_start image_end"),
        "meta-llama/llama-models, Llama 4 prompt format",
    ),
    Family(
        "Llama 3", r"llama",
        _barred(
            "begin_of_text end_of_text start_header_id end_header_id eot_id eom_id python_tag image"
            " finetune_right_pad_id"
        ),
        "meta-llama/llama-models, Llama 3 prompt format",
    ),
    Family(
        "Mistral", r"mistral|mixtral|ministral|codestral|magistral",
        (
            "[INST]", "[/INST]", "<s>", "</s>", "<unk>", "[TOOL_CALLS]", "[TOOL_RESULTS]",
            "[/TOOL_RESULTS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[SYSTEM_PROMPT]",
            "[/SYSTEM_PROMPT]",
        ),
        "mistral-common, tokens/tokenizers/base.py: SpecialTokens",
    ),
    Family(
        "Gemma", r"gemma",
        ("<start_of_turn>", "<end_of_turn>", "<bos>", "<eos>", "<pad>", "<unk>", "<start_of_image>",
         "<end_of_image>"),
        "Google, Gemma formatting and system instructions",
    ),
    Family(
        "Phi", r"\bphi\b|phi-?[0-9]",
        _barred("system user assistant end endoftext im_start im_end im_sep"),
        "microsoft/Phi-3-mini and phi-4 tokenizer_config.json",
    ),
    Family(
        "DeepSeek", r"deepseek",
        ("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>", "<｜User｜>",
         "<｜Assistant｜>",
         "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>", "<｜tool▁calls▁begin｜>", "<|EOT|>"),
        "deepseek-ai/DeepSeek-V3 tokenizer_config.json",
    ),
    Family(
        "Command", r"command|cohere|aya",
        (*_barred("START_OF_TURN_TOKEN END_OF_TURN_TOKEN USER_TOKEN CHATBOT_TOKEN SYSTEM_TOKEN"
                  " START_RESPONSE END_RESPONSE START_ACTION END_ACTION START_THINKING"
                  " END_THINKING"), "<BOS_TOKEN>", "<EOS_TOKEN>", "<EOP_TOKEN>"),
        "CohereForAI/c4ai-command-r-v01 tokenizer_config.json",
    ),
    Family(
        "GLM", r"\bglm|chatglm", ("[gMASK]", "<sop>", "<eop>", *_barred("user observation")),
        "THUDM/glm-4-9b-chat tokenizer_config.json",
    ),
    Family(
        "StarCoder", r"starcoder", ("<fim_prefix>", "<fim_middle>", "<fim_suffix>", "<fim_pad>"),
        "bigcode/starcoder special_tokens_map.json",
    ),
)  # fmt: skip
"""The first family that has a token names it, and the first whose `models` fit has a model."""

_ANY_FORM: Final = (r"<\|[A-Za-z]\w*\|>", r"<｜[^｜<>\s]+｜>", r"<reserved_[0-9]+>")
"""How the families write special tokens: also those of models that are not listed."""

_STRUCK: Final = re.compile(r"</?s>")


def family_of(target: Target) -> Family | None:
    """The family of the model that is trained, by its name or else its provider's."""
    for name in (target.model.id.casefold(), target.provider.name):
        for family in FAMILIES:
            if re.search(family.models, name):
                return family
    return None


def literally(token: str) -> str:
    """A pattern of RE2 and `re` that the token alone fits."""
    return "".join(c if c.isalnum() or ord(c) > 0x7F or c in "_ " else "\\" + c for c in token)


@cache
def any_token(left_out: tuple[str, ...]) -> re.Pattern[str]:
    """Every known token and everything of their form, without those that are left out."""
    known = dict.fromkeys(t for family in FAMILIES for t in family.tokens if t not in left_out)
    barred = "".join(f"(?!{literally(token)})" for token in left_out)
    return re.compile(f"{barred}(?:{'|'.join((*map(literally, known), *_ANY_FORM))})")


@cache
def _only(tokens: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(literally, sorted(tokens, key=len, reverse=True))) or "(?!)")


def tokens_in(text: str, tokens: re.Pattern[str] | Iterable[str]) -> Iterator[re.Match[str]]:
    """Every token in the text. `<s>` and `</s>` that strike text through in HTML are none."""
    pattern = tokens if isinstance(tokens, re.Pattern) else _only(tuple(tokens))
    struck: bool | None = None
    for found in pattern.finditer(text):
        if _STRUCK.fullmatch(found.group()):
            struck = _strikes_through(text) if struck is None else struck
            if struck:
                continue
        yield found


def escaped(text: str, tokens: re.Pattern[str] | Iterable[str]) -> str:
    """The text with a space in each token, so that no tokenizer takes it for one: `< |im_end|>`.

    The space stands behind the bracket, and in a word such as `User:` before its last sign. It is
    seen, and taking it away again gives the text as it was. Idempotent: a token holds no bracket
    but at its ends, so that none comes about.
    """
    return _rebuilt(text, tokens_in(text, tokens), _spaced)


def _spaced(token: str) -> str:
    cut = len(token) - 1 if token[0].isalnum() else 1
    return f"{token[:cut]} {token[cut:]}"


def _rebuilt(text: str, places: Iterator[re.Match[str]], change: Callable[[str], str]) -> str:
    parts: list[str] = []
    end = 0
    for found in places:
        parts += (text[end : found.start()], change(found.group()))
        end = found.end()
    return "".join((*parts, text[end:])) if parts else text


def _strikes_through(text: str) -> bool:
    """Whether `<s>` and `</s>` are HTML: they come in pairs around a part of the text, and nothing
    else of Llama 2's or Mistral's template is there."""
    if "[INST]" in text or "<<SYS>>" in text:
        return False
    tags = _STRUCK.findall(text)
    pairs = len(tags) % 2 == 0 and tags == ["<s>", "</s>"] * (len(tags) // 2)
    bare = text.strip()
    return pairs and not (bare.startswith("<s>") and bare.endswith("</s>"))
