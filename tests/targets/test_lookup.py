"""Names of models and providers, as people and providers write them."""

from __future__ import annotations

import pytest

from ftprep.errors import UsageError
from ftprep.targets import PROVIDERS, find_model, find_provider


@pytest.mark.parametrize(
    ("name", "provider", "found"),
    [
        ("gpt-4o-mini-2024-07-18", None, "openai:gpt-4o-mini-2024-07-18"),
        ("gpt-4o-mini", None, "openai:gpt-4o-mini-2024-07-18"),
        ("gpt-4.1", None, "openai:gpt-4.1-2025-04-14"),
        ("gpt-3.5-turbo", None, "openai:gpt-3.5-turbo-0125"),
        ("babbage-002", None, "openai:babbage-002"),
        ("GPT-4O", None, "openai:gpt-4o-2024-08-06"),
        ("gpt-4o-mini", "azure", "azure:gpt-4o-mini-2024-07-18"),
        ("gpt-4o-mini", "Azure", "azure:gpt-4o-mini-2024-07-18"),
        ("azure:gpt-4o-mini", None, "azure:gpt-4o-mini-2024-07-18"),
        ("gpt-5", None, "azure:gpt-5-2025-08-07"),
        ("gemini-2.5-pro", None, "google:gemini-2.5-pro"),
        ("command-r-plus", "cohere", "cohere:command-r-plus"),
        # Tuned models mean their base.
        ("ft:gpt-4o-mini-2024-07-18:acme:tickets:abc123", None, "openai:gpt-4o-mini-2024-07-18"),
        ("ft:gpt-4.1-2025-04-14:acme::abc:ckpt-step-90", None, "openai:gpt-4.1-2025-04-14"),
        ("davinci:ft-acme-2023-03-01-12-00-00", None, "openai:davinci"),
        ("gpt-4.1-2025-04-14.ft-0123abc", "azure", "azure:gpt-4.1-2025-04-14"),
        # Who trains any open model takes any name, and keeps it.
        ("together:*", None, "together:*"),
        ("together/meta-llama/Llama-3.1-8B", None, "together:meta-llama/Llama-3.1-8B"),
        ("meta-llama/Llama-3.1-8B", "together", "together:meta-llama/Llama-3.1-8B"),
        ("accounts/fireworks/models/q", "fireworks", "fireworks:accounts/fireworks/models/q"),
    ],
)
def test_found(name: str, provider: str | None, found: str) -> None:
    model = find_model(name, provider)
    assert f"{model.provider}:{model.id}" == found


def test_encoding_of_a_tuned_model() -> None:
    """tiktoken 0.14.0 answers cl100k_base to the first, and nothing to the second."""
    assert find_model("ft:gpt-4.1-2025-04-14:acme::abc").encoding == "o200k_base"
    assert find_model("ft:o4-mini-2025-04-16:acme::abc").encoding == "o200k_base"
    assert find_model("davinci:ft-acme-2023-03-01").encoding == "r50k_base"


@pytest.mark.parametrize(
    ("name", "provider", "words"),
    [
        ("gpt4o-mini", None, "did you mean gpt-4o-mini"),
        ("babage-002", None, "did you mean babbage-002"),
        ("ft:gpt-4o-mimi:acme::x", None, "did you mean gpt-4o-mini"),
        ("gemini-2.5-pro", "openai", "it is at google"),
        ("zzz", "azure", 'no model is called "zzz" at azure; "ftprep models"'),
        ("zzz", None, "ftprep models"),
        ("", None, "no model is called"),
        ("gpt-4o", "opnai", 'no provider is called "opnai"; there are: openai, azure'),
    ],
)
def test_not_found(name: str, provider: str | None, words: str) -> None:
    with pytest.raises(UsageError) as refusal:
        find_model(name, provider)
    assert words in str(refusal.value)


def test_providers() -> None:
    assert [find_provider(name).name for name in PROVIDERS] == list(PROVIDERS)
