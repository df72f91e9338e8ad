"""IMG: images of an example: how many, where, and whether the provider can get at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ftprep.model import Example, Kind
from ftprep.rules.context import Context
from ftprep.rules.images.parts import images
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import quoted, shown
from ftprep.targets.target import Fact

__all__ = ["RULES"]

_MOST_IMAGES: Final[Mapping[str, Fact]] = {
    "openai": Fact(10, "OpenAI vision fine-tuning guide", "2026-07-15"),
    "azure": Fact(64, "Azure fine-tuning vision guide", "2026-02-17"),
    "together": Fact(10, "together 3.1.1 and Together docs", "2026"),
    "google": Fact(30, "Gemini tuning guide", "2026-09-25"),
}
"""Provider → images that one example may have."""

_DATA_ONLY: Final = frozenset({"together", "fireworks"})
"""Providers that take images as base64 data only (their docs, 2026)."""

_STORES: Final[Mapping[str, str]] = {"google": "gs", "bedrock": "s3"}
"""Provider → scheme of its own store of files."""


def too_many_images(example: Example, context: Context) -> Iterator[Hit]:
    """An example has more images than the provider takes.

    ## What
    More than 10 images in one example at OpenAI, 64 at Azure, 10 at Together, 30 at Google.

    ## Why
    The provider refuses or leaves out the example.

    ## Bad
    ```text
    one user message with eleven image parts
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.org/a.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15); Microsoft's and Together's docs (2026).
    """  # noqa: E501
    found = images(example)
    limit = _MOST_IMAGES.get(context.target.provider.name) if found else None
    if limit and len(found) > limit.value:
        yield hit(found[int(limit.value)].pointer, n=len(found), limit=int(limit.value))


def image_unreachable(example: Example, context: Context) -> Iterator[Hit]:
    """The provider cannot get at an image by its URL.

    ## What
    The URL is a path, a file on your machine, an address that works only inside a network
    (`localhost`, `10.0.0.5`, `http://minio/…`), or begins with something else than `http:`,
    `https:` or `data:`. It is judged by its form: nothing is fetched.

    ## Why
    The provider fetches images itself, and leaves out examples whose image it cannot get.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "images/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15): images that cannot be accessed are left out.
    """  # noqa: E501
    for image in images(example):
        fault = _unreachable(image.url, _STORES.get(context.target.provider.name))
        if fault:
            yield hit(image.pointer, fault=fault)


def image_not_inside(example: Example, context: Context) -> Iterator[Hit]:
    """An image is given by its address, to a provider that takes images inside the line only.

    ## What
    The target is Together or Fireworks, and an image is not a `data:` URL.

    ## Why
    The provider fetches nothing and refuses the line.

    ## Bad
    ```jsonl --provider together
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Source
    Together's and Fireworks' docs on fine-tuning with images (2026): base64 only.
    """  # noqa: E501
    if context.target.provider.name in _DATA_ONLY:
        for image in images(example):
            if image.url[:5].lower() != "data:":
                yield hit(image.pointer, provider=context.target.provider.title)


def image_in_answer(example: Example, context: Context) -> Iterator[Hit]:
    """An image stands in a message that is not the user's.

    ## What
    A system, assistant or tool message has an image part.

    ## Why
    The provider refuses the line: images belong into user messages, and models for chat do not
    answer with images.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Draw a cat."}, {"role": "assistant", "content": [{"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15): images may not be in assistant messages.
    """  # noqa: E501
    for image in images(example):
        if image.role != "user":
            yield hit(image.pointer.partition("/image_url")[0], role=shown(image.role))


def image_in_pair(example: Example, context: Context) -> Iterator[Hit]:
    """A preference example has an image.

    ## What
    The conversation before the two answers has an image part.

    ## Why
    OpenAI's guide says that preference training takes text only, and its specification that images
    may stand in the input. Try with a few examples before you pay for all.

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}]}, "preferred_output": [{"role": "assistant", "content": "A cat."}], "non_preferred_output": [{"role": "assistant", "content": "A dog."}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "What purrs?"}]}, "preferred_output": [{"role": "assistant", "content": "A cat."}], "non_preferred_output": [{"role": "assistant", "content": "A dog."}]}
    ```

    ## Source
    OpenAI direct preference optimization guide (2026-07-15) against its API specification
    (2025-07-04).
    """  # noqa: E501
    if example.kind is Kind.PREFERENCE:
        for image in images(example)[:1]:
            yield hit(image.pointer)


def _unreachable(url: str, store: str | None) -> str:
    """Why nobody outside can get at a URL, in words; empty when they can, as far as it shows."""
    scheme, colon, _ = url[:64].partition(":")
    scheme = scheme.lower() if colon and scheme.isascii() and scheme.isalnum() else ""
    if scheme == "data":
        return ""
    if len(scheme) < 2:  # `C:\cat.png` begins with a letter and a colon
        return f'"{quoted(url)}" is a path and no URL' if url else "it is empty"
    if scheme == "file":
        return "it is a file on your own machine"
    if scheme not in ("http", "https"):
        return "" if scheme == store else f'it begins with "{scheme}:", not with https:'
    from urllib.parse import urlsplit  # starting fast: few data have images

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    if not host:
        return "its address has no host"
    return f'the host "{quoted(host)}" is known in your network only' if _is_local(host) else ""


_LOCAL_ENDINGS: Final = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def _is_local(host: str) -> bool:
    """Whether a host is an address of a private network, or a name without a domain."""
    import ipaddress

    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)


RULES: tuple[Rule, ...] = (
    example_rule(
        "IMG001", Level.ERROR, too_many_images,
        "the example has {n} images, more than {limit}",
        "Divide it into several examples, or leave images out.",
        of_shape=True,
    ),
    example_rule(
        "IMG007", Level.ERROR, image_unreachable,
        "the provider cannot get the image: {fault}",
        "Give a public https URL, or put the image into the line as base64 data.",
        of_shape=True,
    ),
    example_rule(
        "IMG008", Level.ERROR, image_in_answer,
        "a {role} message has an image",
        "Move it into a user message, or remove it.",
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "IMG009", Level.ERROR, image_not_inside,
        "{provider} takes images as base64 data only, and this one is an address",
        "Put the image into the line as data:image/jpeg;base64,…",
        of_shape=True,
    ),
    example_rule(
        "IMG010", Level.WARNING, image_in_pair,
        "a preference example has an image; whether these are trained on is not certain",
        "Try a small file first, or leave the image out.",
        of_shape=True,
    ),
)  # fmt: skip
