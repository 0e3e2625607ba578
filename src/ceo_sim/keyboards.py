"""What a key means where it types no Latin letter: the letter of the same place, the digit of the same value.

For commands only: texts, such as a reason or a name, stay as they are typed.
"""

from __future__ import annotations

import unicodedata

_PLACES = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ",
    "\0\0\0\0\0\0\0ў\0\0\0ї\0і\0\0\0\0\0\0\0\0є",  # what Belarusian and Ukrainian have in other places
    "\0\0\0\0\0\0\0Ў\0\0\0Ї\0І\0\0\0\0\0\0\0\0Є",
    "\0ςερτυθιοπ\0\0ασδφγηξκλ\0\0ζχψωβνμ",  # Greek
    "\0\0ΕΡΤΥΘΙΟΠ\0\0ΑΣΔΦΓΗΞΚΛ\0\0ΖΧΨΩΒΝΜ",
    "\0\0קראטוןםפ\0\0שדגכעיחלךף\0זסבהנמצתץ",  # Hebrew
    "ضصثقفغعهخحج\0شسيبلاتنمك\0ئءؤر\0ىةو\0",  # Arabic
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0ی\0\0\0\0\0\0ک\0ظطزرذدپ\0\0",  # what Persian has in other places
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ\0\0ㅁㄴㅇㄹㅎㅗㅓㅏㅣ\0\0ㅋㅌㅊㅍㅠㅜㅡ",  # Korean
    "ქწერტყუიოპ\0\0ასდფგჰჯკლ\0\0ზხცვბნმ",  # Georgian
    "ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใ",  # Thai
)
_SHIFTED = {"[": "{", "]": "}", ";": ":", "'": '"', ",": "<", ".": ">"}
_SIGNS = {"،": ",", "؛": ";", "؟": "?", "、": ",", "。": ".", "\u3000": " ", "−": "-", "–": "-"}


def _table() -> dict[str, str]:
    table = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | _SIGNS  # full-width ones of East Asia
    for layout in _LAYOUTS:
        for letter, place in zip(layout, _PLACES, strict=False):
            if letter != "\0":
                table[letter] = (_SHIFTED.get(place) or place.upper()) if letter.isupper() else place
    return table


_LATIN = _table()


def latin(typed: str) -> str:
    """What was typed as a command, in Latin letters and digits, character by character; what has no other stays."""
    if typed.isascii():
        return typed
    return "".join(_latin(character) for character in typed)


def whole_number(typed: str, low: int, high: int) -> int | None:
    """The whole number that was typed, in digits of any script, within its bounds; None if it is no such number."""
    digits = latin(typed.strip())
    number = int(digits) if digits.isdecimal() and len(digits) <= len(str(high)) else None
    return number if number is not None and low <= number <= high else None


def _latin(character: str) -> str:
    if (known := _LATIN.get(character)) is not None:
        return known
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
