r"""TPL: special tokens of a model's template inside the texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ftprep.model import Example, Kind, Turn
from ftprep.rules.context import Context
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, hit, text_rule
from ftprep.rules.text.special_tokens import (
    FAMILIES,
    any_token,
    escaped,
    family_of,
    literally,
    tokens_in,
)

__all__ = ["RULES"]

_NEVER = r"[^\x{0}-\x{10FFFF}]"
"""A gate that nothing passes."""


def special_token_refused(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds a special token that the provider refuses.

    ## What
    `<|endoftext|>`, `<|fim_suffix|>`, `<|im_start|>` and others at OpenAI, reserved words such as
    `User:` at Amazon Nova. The repair puts a space into it: `< |endoftext|>`.

    ## Why
    The provider refuses the whole file. Counting with tiktoken fails as well: `ValueError:
    Encountered text corresponding to disallowed special token '<|endoftext|>'.`

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "What is <|endoftext|>?"}, {"role": "assistant", "content": "It ends a text."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "What is < |endoftext|>?"}, {"role": "assistant", "content": "It ends a text: a <| b |> c."}]}
    ```

    ## Source
    johny-b/llmcomp issue 59 (2026-02-12): `<|fim_suffix|>` refused, also for models whose encoding
    does not define it. Amazon Nova user guide for the reserved words.
    """  # noqa: E501
    yield from _hits(turn, _refused(context))


def special_token_of_model(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds a special token of the model that is trained.

    ## What
    `<|eot_id|>` in data for Llama 3, `<end_of_turn>` for Gemma, `[INST]` for Mistral. Prompts and
    completions are not asked: they may hold the template on purpose. The repair puts a space into
    it: `< |eot_id|>`.

    ## Why
    The trainer's tokenizer reads it as the end of the message: what follows is learnt as another
    speaker's text, or a user of the tuned model can end its instructions.

    ## Bad
    ```jsonl --provider together --model meta-llama/Meta-Llama-3-8B
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.<|eot_id|>"}]}
    ```

    ## Good
    ```jsonl --provider together --model meta-llama/Meta-Llama-3-8B
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Qwen's tokenization note on injection attacks; each model's published tokenizer_config.json.
    """  # noqa: E501
    yield from _hits(turn, _own(context))


def special_token_of_other_model(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds a special token of another model.

    ## What
    A token of any known family (ChatML, Llama, Mistral, Gemma, Phi, Qwen, DeepSeek, Cohere,
    gpt-oss, GLM, StarCoder), or anything of their form, `<|…|>`. `<s>` that strikes out a part of a
    text in HTML is none. The repair puts a space into it: `< |eot_id|>`.

    ## Why
    The data was made for another model and its template was left in. The model learns to write it,
    and a model of that family reads it as the end of a message.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.</s>"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "The price?"}, {"role": "assistant", "content": "Now <s>12</s> 9 euros [INSTANT]."}]}
    ```

    ## Source
    The families' published tokenizer_config.json and guides to their prompt formats.
    """  # noqa: E501
    yield from _hits(turn, any_token((*_refused(context), *_family_tokens(context))))


def _refused(context: Context) -> tuple[str, ...]:
    return context.target.provider.special_tokens


def _own(context: Context) -> tuple[str, ...]:
    if context.kind is Kind.COMPLETION:
        return ()
    refused = _refused(context)
    return tuple(token for token in _family_tokens(context) if token not in refused)


def _family_tokens(context: Context) -> tuple[str, ...]:
    family = family_of(context.target)
    return family.tokens if family else ()


def _hits(turn: Turn, tokens: tuple[str, ...] | re.Pattern[str]) -> Iterator[Hit]:
    found = [place.group() for place in tokens_in(turn.text, tokens)]
    if found:
        yield hit(found=found[0], n=len(found), family=_owner(found[0]))


def _owner(token: str) -> str:
    return next((family.title for family in FAMILIES if token in family.tokens), "some model")


def _gate(tokens: tuple[str, ...]) -> str:
    return "|".join(map(literally, tokens)) or _NEVER


def _gate_of_others(context: Context) -> str:
    """Of all tokens: RE2 has no way to leave some out, and they are seldom."""
    known = dict.fromkeys(token for family in FAMILIES for token in family.tokens)
    bracketed = [token for token in known if not token.startswith(("<|", "<｜"))]
    return "|".join((r"<\|[A-Za-z]\w*\|>", r"<｜", r"<reserved_[0-9]", *map(literally, bracketed)))


def _repair(tokens: Callable[[Context], tuple[str, ...] | re.Pattern[str]]) -> Repair:
    def apply(example: Example, context: Context) -> Example:
        wanted = tokens(context)
        return rewritten(example, lambda turn: escaped(turn.text, wanted)) if wanted else example

    return Repair(apply, "puts a space into special tokens, as in `< |im_end|>`", safe=False)


RULES: tuple[Rule, ...] = (
    text_rule(
        "TPL001", Level.ERROR, special_token_refused, lambda context: _gate(_refused(context)),
        'the provider refuses a text that holds "{found}" ({n:,} in all)',
        "Take it away, or write it with a space; --fix TPL001 does.",
        repair=_repair(_refused),
    ),
    text_rule(
        "TPL002", Level.ERROR, special_token_of_model, lambda context: _gate(_own(context)),
        'the text holds "{found}", which the model reads as a part of its template ({n:,} in all)',
        "Take it away, or write it with a space; --fix TPL002 does.",
        repair=_repair(_own),
    ),
    text_rule(
        "TPL003", Level.WARNING, special_token_of_other_model, _gate_of_others,
        'the text holds "{found}", a special token of {family} ({n:,} in all)',
        "Take it away, or write it with a space; --fix TPL003 does.",
        repair=_repair(lambda context: any_token((*_refused(context), *_family_tokens(context)))),
    ),
)  # fmt: skip
