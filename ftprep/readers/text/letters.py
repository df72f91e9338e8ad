"""How common letters are in the texts of a script, in the company that they keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

__all__ = [
    "Weigh",
    "alphabet",
    "japanese",
    "korean",
    "latin",
    "simplified",
    "traditional",
    "vietnamese",
]

Weigh = Callable[[str, str, str], float]
"""(character before, character, character after) → -3 (nobody writes this) to 1 (common)."""

# The hundreds most used characters, after Jun Da's Modern Chinese Character Frequency List (2004).
_HANZI: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运请您吗呢吧"
    "症药病疗医患治服务购买订单"
)
_HANJI_TRADITIONAL: Final = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政"
    "美相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員"
    "解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件"
    "計管期市直德資命山金指許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象"
    "完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運請您嗎呢吧"
)
_HANGUL: Final = frozenset(
    "이다는에가을의하고지로서기은도한나를자리사대어인시그것수과들해있라아니만보일정전구장제동게스여주부위성"
    "면오안으상내공원무생연무우조세거할비신적경마모소트요까당되중물진야국때개차저실회발말잘못없습합네래터"
    "같와용번식품문화분방음통년월관계재단간든건러좋란려볼데심미유산업감선등관입금결반처출명교예약확불드"
    "프타알바배송환님최초버강치천학추양형속복두새더힘싶왜뭐죠돼및받찾직접금후했었겠됩았였던준살집각몇워"
)
_KANJI: Final = frozenset(
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先"
    "名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨的会自社発者地業方新場員立開手力問代明動"
    "京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝"
    "運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古"
    "歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢"
    "方法確認設定可能必要情報関利内容対応場合最成相変更登録処理結果表示件数値次予約返品送料支払商品連絡"
)
_CJK_MARKS: Final = frozenset("，。？！：；“”‘’（）、《》〈〉【】「」『』…—～·・ー　％＋－．￥")
_TYPOGRAPHY: Final = frozenset("’‘“”–—…•€£°«»¿¡·®™§„\xa0©")


def _row(char: str, codec: str) -> int:
    """First byte of a character in a national standard, 0 where the standard lacks it."""
    try:
        encoded = char.encode(codec)
    except UnicodeEncodeError:
        return 0
    return encoded[0] if len(encoded) == 2 else 0


def _is_odd(char: str) -> bool:
    return not char.isprintable() and char not in "\xa0\u3000"


def simplified(_before: str, char: str, _after: str) -> float:
    """Weigh Chinese in simplified characters."""
    if char in _HANZI:
        return 1.0
    if char in _CJK_MARKS:
        return 0.7
    row = _row(char, "gb2312")
    if 0xB0 <= row <= 0xD7:
        return 0.3
    if row == 0xA3:
        return 0.3
    return -0.4 if row else -2.0 if _is_odd(char) else -0.9


def traditional(_before: str, char: str, _after: str) -> float:
    """Weigh Chinese in traditional characters."""
    if char in _HANJI_TRADITIONAL:
        return 1.0
    if char in _CJK_MARKS:
        return 0.7
    row = _row(char, "big5")
    if 0xA4 <= row <= 0xC6:
        return 0.3
    return -0.5 if row else -2.0 if _is_odd(char) else -0.9


def japanese(_before: str, char: str, _after: str) -> float:
    """Weigh Japanese."""
    if "ぁ" <= char <= "ん":
        return 1.0
    if "ァ" <= char <= "ヶ" or char == "ー":
        return 0.8
    if char in _CJK_MARKS:
        return 0.7
    row = _row(char, "euc_jp")
    if 0xB0 <= row <= 0xCF:
        return 0.8 if char in _KANJI else 0.2
    if row == 0xA3:
        return 0.3
    half_width = "\uff61" <= char <= "\uff9f"
    return -0.5 if row else -0.6 if half_width else -2.0 if _is_odd(char) else -0.9


def korean(_before: str, char: str, _after: str) -> float:
    """Weigh Korean."""
    if char in _HANGUL:
        return 1.0
    row = _row(char, "euc_kr")
    if 0xB0 <= row <= 0xC8:
        return 0.4
    if char in _CJK_MARKS or "ㄱ" <= char <= "ㅣ":
        return 0.5
    if row == 0xA3:
        return 0.3
    if row >= 0xCA:
        return -0.5
    return -0.4 if row else -2.0 if _is_odd(char) else -1.0


def _ranked(letters: str, step: float, rarest: float) -> dict[str, float]:
    """Weights of letters that are given from the most to the least frequent."""
    weights = {letter: max(rarest, 1.1 - step * rank) for rank, letter in enumerate(letters)}
    return {letter.upper(): weight for letter, weight in weights.items() if letter != "ß"} | weights


def alphabet(letters: str, rare: str = "") -> Weigh:
    """Weigh a script of its own: its letters by frequency, and in words.

    `rare` letters are of languages that few files are in.
    """
    weights = _ranked(rare, 0.0, 0.0) | _ranked(letters, 0.05, -0.5)
    for letter in rare + rare.upper():
        weights[letter] = -0.8

    def weigh(before: str, char: str, after: str) -> float:
        weight = weights.get(char)
        if weight is None:
            return -0.8 if char.isalpha() else _symbol(before, char, after)
        if before not in weights and after not in weights:
            return -1.0 if before.isalpha() or after.isalpha() else -0.6
        if char.isupper():
            return -1.5 if before.islower() else weight - 0.2 * before.isupper()
        return weight

    return weigh


def latin(letters: str, alone: str = "", rare: str = "") -> Weigh:
    """Weigh the letters with marks of a Latin alphabet, between unmarked ones.

    The letters `alone` may be words by themselves.
    """
    weights = _ranked(rare, 0.0, -0.1) | _ranked(letters, 0.025, 0.0)
    for letter in rare + rare.upper():
        weights[letter] = -0.1

    def weigh(before: str, char: str, after: str) -> float:
        weight = weights.get(char)
        if weight is None:
            return -0.8 if char.isalpha() else _symbol(before, char, after)
        if before > "\x7f" < after and before.isalpha() and after.isalpha():
            return -1.0  # three marked letters in a row are no Latin
        if char.isupper():
            worth = weight * (0.8 if after.isalpha() or before.isupper() else 0.3)
            return -1.5 if before.islower() else worth
        lonely = not before.isalpha() and not after.isalpha()
        return -1.0 if after.isupper() else weight if not lonely else 0.5 if char in alone else -0.5

    return weigh


_VIETNAMESE: Final = latin("ôđưêơâáàăéíóúèùãõý", "àáôơê")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONED: Final = frozenset("aeiouyâăêôơưAEIOUYÂĂÊÔƠƯ")


def vietnamese(before: str, char: str, after: str) -> float:
    """Weigh Vietnamese, where a mark of its own behind a vowel is the tone (Windows-1258)."""
    if char in _TONES:
        return 1.0 if before in _TONED else -1.5
    if char in "ươƯƠ" and (before.isalpha() or after.isalpha() or after in _TONES):
        return 1.0  # they stand side by side: được, người
    return _VIETNAMESE(before, char, after)


def _symbol(before: str, char: str, after: str) -> float:
    if _is_odd(char):
        return -2.0
    if char in "’‘":
        return 0.8 if before.isalpha() or after.isalpha() else 0.3
    if char in _TYPOGRAPHY:
        return -0.6 if before.isalpha() and after.isalpha() and char not in "—–…·" else 0.6
    if char in "±½¼¾" and (before.isalpha() or after.isalpha()):
        return -0.6  # they stand at numbers
    if char in "№²³½¼¾×ºª±µ":
        return -0.6 if before.isalpha() and after.isalpha() else 0.3
    return -1.0
