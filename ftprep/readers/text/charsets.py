"""How much a text looks like a language: what tells legacy encodings apart.

A wrong codec usually decodes without an error and gives letters that nobody writes: rare Chinese
characters, capitals inside words, symbols between letters. So each candidate codec is scored by the
letters it gives, and by the company they keep.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.text.letters import (
    Weigh,
    alphabet,
    japanese,
    korean,
    latin,
    simplified,
    traditional,
    vietnamese,
)

__all__ = ["CANDIDATES", "Candidate", "score"]


class Candidate(NamedTuple):
    """A legacy encoding, and the languages that are written in it."""

    codec: str
    languages: tuple[Weigh, ...]
    prior: float = 0.0
    """Added to the score: how much likelier than others such files are."""


_ANY_WESTERN: Final = latin("éüöàäóíáèçãñêåøôßúæâîûõœëïùìò", "àáéèóòyæåö", "ÿýšžðþ")


def _western(before: str, char: str, after: str) -> float:
    """Weigh French, German, Spanish, Portuguese, Italian and the languages of the North.

    Of these Portuguese alone has õ, and only before e, and ï stands behind a vowel alone; elsewhere
    they are Hungarian ő, misread. One is enough among twenty letters that the languages share.
    """
    if (char in "õÕ" and after not in "eE") or (char in "ïÏ" and before not in "aeiouéüAEIOUÉÜ"):
        return -6.0
    return _ANY_WESTERN(before, char, after)


_ESTONIAN: Final = latin("äõüöšž", "ö")
_POLISH: Final = latin("łęóążśćńźé", "ó")
_CZECH: Final = latin("íáéěřčšýžůúóňťď", "áíéů")
_SLOVAK: Final = latin("áíéčžýšúľťôňďäóĺŕ", "áíéô")
_HUNGARIAN: Final = latin("áéöóőüíúű", "é")
_ROMANIAN: Final = latin("ăîşţâşţ", "î")
_ROMANIAN_WITH_COMMAS: Final = latin("ăîâșț", "î")
_CROATIAN: Final = latin("čšžćđ")
_LITHUANIAN: Final = latin("ėšąžįųūčę", "į")
_LATVIAN: Final = latin("āīšēūņļžģķč")
_TURKISH: Final = latin("ıüşçğöâîûİ")
_CENTRAL: Final = (_POLISH, _CZECH, _SLOVAK, _HUNGARIAN, _ROMANIAN, _CROATIAN)
_CYRILLIC: Final = (alphabet("оеаинтсрвлкмдпуяыьгзбчійхжшјюцщэфїєёъґ", "ђљњћџўѓќѕ"),)
_ARABIC: Final = "اليمونرتبعدهسفقكحةجأشصىخطضذزثغإئءظؤآپچژگًٌٍَُِّْ"
_THAI: Final = "านรอกเง่มย้วดสตัทีลคปหแไจ็บขพิชใถ์ะืณโผศธูภำุซึญฟฉษฝฐฎฏฑฒฌฆฮฤฬๆฃฅ๊๋ฯ"

CANDIDATES: Final = (
    Candidate("cp1252", (_western, _ESTONIAN), 0.2),
    Candidate("gb18030", (simplified,), 0.1),
    Candidate("cp932", (japanese,), 0.1),
    Candidate("cp949", (korean,), 0.1),
    Candidate("cp1251", _CYRILLIC, 0.1),
    Candidate("big5", (traditional,), 0.05),
    Candidate("euc_jp", (japanese,), 0.05),
    Candidate("cp1250", _CENTRAL),
    Candidate("iso8859_2", _CENTRAL, -0.1),
    Candidate("iso8859_16", (_POLISH, _HUNGARIAN, _ROMANIAN_WITH_COMMAS, _CROATIAN), -0.2),
    Candidate("cp1253", (alphabet("αοιετσνηυρπκμλςάόίέήωδγχύθφώβξζψϊϋΐΰ"),)),
    Candidate("cp1254", (_TURKISH,)),
    Candidate("cp1255", (alphabet("יוהלאתרשמבנדםעחפקגןטכסצזךףץ"),)),
    Candidate("cp1256", (alphabet(_ARABIC),)),
    Candidate("cp1257", (_LITHUANIAN, _LATVIAN), -0.1),
    Candidate("cp1258", (vietnamese,), -0.2),
    Candidate("cp874", (alphabet(_THAI),)),
    Candidate("koi8_r", _CYRILLIC),
    Candidate("koi8_u", _CYRILLIC, -0.01),
    Candidate("cp866", _CYRILLIC),
    Candidate("iso8859_5", _CYRILLIC, -0.1),
    Candidate("mac_cyrillic", _CYRILLIC, 0.08),
    Candidate("iso8859_15", (_western, _ESTONIAN), 0.15),
    Candidate("mac_roman", (_western,)),
    Candidate("cp850", (_western,)),
    Candidate("cp852", _CENTRAL, -0.15),
)


def score(text: str, candidate: Candidate) -> tuple[float, int]:
    """Give the mean weight of the non-ASCII characters of a text, and their number.

    The weight is that of the language that fits best. A character counts as often as it has bytes,
    so that codecs of one and of two bytes compare. Refused bytes are lone surrogates in `text`.
    """
    triples = Counter(
        triple
        for triple in zip(" " + text, text, text[1:] + " ", strict=False)
        if triple[1] > "\x7f"
    )
    chars = {char for _, char, _ in triples}
    widths = {char: len(char.encode(candidate.codec, "replace")) for char in chars}
    weight = sum(count * widths[char] for (_, char, _), count in triples.items())
    totals = [
        sum(
            count * widths[char] * _value(weigh, before, char, after, widths[char])
            for (before, char, after), count in triples.items()
        )
        for weigh in candidate.languages
    ]
    return max(totals) / weight if weight else 0.0, sum(triples.values())


def _value(weigh: Weigh, before: str, char: str, after: str, width: int) -> float:
    if "\udc00" <= char <= "\udcff":
        return -3.0
    # Ideographs and syllables come in words; one between plain letters has swallowed a letter.
    alone = width > 1 and before.isascii() and after.isascii()
    return weigh(before, char, after) - 0.6 * alone
