"""The language of one text, told offline by py3langid, which comes with `ftprep[language]`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.named import NamedTuple

__all__ = ["NAMES", "READ", "Guess", "guess", "verify_installed"]

READ: Final = 1_000
"""Characters by which a text is judged, its first; more of them change hardly any verdict."""

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("Arabic", "العربية"),
    "az": ("Azerbaijani", "azərbaycan"),
    "be": ("Belarusian", "беларуск"),
    "bg": ("Bulgarian or Macedonian", "Bulgarian", "Macedonian", "българск", "македонск"),
    "bn": ("Bengali", "Bangla", "বাংলা"),
    "ca": ("Catalan", "català"),
    "cs": ("Czech or Slovak", "Czech", "Slovak", "čeština", "česky", "slovenčin", "slovensky"),
    "cy": ("Welsh", "Cymraeg"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "ελληνικ"),
    "en": ("English",),
    "es": ("Spanish", "español", "castellano"),
    "et": ("Estonian", "eesti"),
    "eu": ("Basque", "euskar"),
    "fa": ("Persian", "Farsi", "فارسی"),
    "fi": ("Finnish", "suome"),
    "fr": ("French", "français"),
    "ga": ("Irish", "Gaeilge"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi, Marathi or Nepali", "Hindi", "Marathi", "Nepali", "हिन्दी", "मराठी", "नेपाली"),
    "hr": (
        "Bosnian, Croatian or Serbian", "Bosnian", "Croatian", "Serbian",
        "bosansk", "hrvatsk", "srpsk", "српск",
    ),
    "hu": ("Hungarian", "magyar"),
    "hy": ("Armenian", "հայերեն"),
    "id": ("Indonesian or Malay", "Indonesia", "Malay", "Melayu"),
    "is": ("Icelandic", "íslensk"),
    "it": ("Italian",),
    "ja": ("Japanese", "日本語"),
    "ka": ("Georgian", "ქართულ"),
    "kk": ("Kazakh", "қазақ"),
    "km": ("Khmer", "ខ្មែរ"),
    "kn": ("Kannada", "ಕನ್ನಡ"),
    "ko": ("Korean", "한국어"),
    "la": ("Latin", "lorem ipsum"),
    "lo": ("Lao", "ລາວ"),
    "lt": ("Lithuanian", "lietuvi"),
    "lv": ("Latvian", "latvie"),
    "ml": ("Malayalam", "മലയാളം"),
    "mn": ("Mongolian", "монгол"),
    "my": ("Burmese", "မြန်မာ"),
    "nl": ("Dutch or Afrikaans", "Dutch", "Flemish", "Nederlands", "Vlaams", "Afrikaans"),
    "no": ("Danish or Norwegian", "Danish", "Norwegian", "dansk", "norsk", "bokmål", "nynorsk"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pl": ("Polish", "polsk"),
    "ps": ("Pashto", "پښتو"),
    "pt": ("Portuguese", "português", "Brazil"),
    "ro": ("Romanian", "român"),
    "ru": ("Russian", "русск"),
    "si": ("Sinhala", "සිංහල"),
    "sl": ("Slovenian", "Slovene", "slovenšč", "slovensk"),
    "sq": ("Albanian", "shqip"),
    "sv": ("Swedish", "svensk"),
    "sw": ("Swahili", "Kiswahili"),
    "ta": ("Tamil", "தமிழ்"),
    "te": ("Telugu", "తెలుగు"),
    "th": ("Thai", "ไทย"),
    "tl": ("Filipino", "Tagalog"),
    "tr": ("Turkish", "türkçe"),
    "uk": ("Ukrainian", "українськ"),
    "ur": ("Urdu", "اردو"),
    "uz": ("Uzbek", "oʻzbek", "o'zbek"),
    "vi": ("Vietnamese", "tiếng việt"),
    "zh": ("Chinese", "Mandarin", "Cantonese", "中文", "汉语", "漢語"),
}  # fmt: skip
"""ISO 639 code → the name that is told, and what else a text may call it by: its English names and
the beginning of its own. Languages that short texts do not tell apart count as one."""

_OF: Final[Mapping[str, str]] = {
    "af": "nl", "bs": "hr", "da": "no", "mk": "bg", "mr": "hi", "ms": "id", "ne": "hi", "nn": "no",
    "sk": "cs", "sr": "hr",
}  # fmt: skip
"""Codes of py3langid → the code of `NAMES` under which they are counted."""

_NO_LANGUAGE: Final = "zxx"
"""ISO 639: code, numbers and the like."""


class Guess(NamedTuple):
    """What a text is taken for."""

    language: str
    """A code of `NAMES`."""
    chance: float
    """From 0 to 1: how likely that is."""


def guess(text: str) -> Guess | None:
    """The likeliest language of a text; None for what is likelier no language at all.

    Takes 0.1 to 0.2 ms for 1,000 characters, and 0.7 s once for the model, in each process.
    """
    chances: dict[str, float] = defaultdict(float)
    for code, chance in _identifier().rank(text[:READ]):
        chances[_OF.get(code, code)] += chance
    best = max(chances, key=lambda code: (chances[code], code))
    return None if best == _NO_LANGUAGE else Guess(best, chances[best])


def verify_installed() -> None:
    """Raise `UsageError` when py3langid is not there."""
    from importlib.util import find_spec  # starting fast: few runs ask for languages

    if find_spec("py3langid") is None:
        raise UsageError('telling languages apart needs py3langid: pip install "ftprep[language]"')


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*NAMES, *_OF, _NO_LANGUAGE])
    return identifier
