#!/usr/bin/env python3
"""Writes the tables of the text module, for Rust and for PHP: Unicode from Python's `unicodedata`, common words from
common_words.txt beside this file.

    tests/core/unicode_tables.py            write core/src/text/{tables,common}.rs and polyfill/Text/{Tables,Common}.php
    tests/core/unicode_tables.py --check    exit 1 if a written file differs (needs the same Unicode version)

Four tables, one content on both sides:
  FOLD     character -> what it counts as: lower case, Latin/Greek/Cyrillic/Hebrew/Arabic without marks,
           full width and decimal digits as ASCII, zero-width characters and tatweel as nothing
  CLASSES  ranges of characters that stand in words, by how their script is written: `SPACED` (with spaces), `HANGUL`,
           `CJK` and `SEA` (Thai, Lao, Khmer, Myanmar: no spaces)
  EXTEND   ranges that belong to the character before them, so no cut goes there
  COMMON   hashes of words that carry the grammar of a question, not its subject
"""
import pathlib
import sys
import unicodedata as u
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUST = ROOT / "core/src/text/tables.rs"
PHP = ROOT / "wordpress-plugin/polyfill/Text/Tables.php"
RUST_COMMON = ROOT / "core/src/text/common.rs"
PHP_COMMON = ROOT / "wordpress-plugin/polyfill/Text/Common.php"
WORDS = pathlib.Path(__file__).with_name("common_words.txt")

SPACED, HANGUL, CJK, SEA = 1, 2, 3, 4
HANGUL_BLOCKS = [(0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)]
CJK_BLOCKS = [(0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303B), (0x3040, 0x30FF),
              (0x3100, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
              (0xFF66, 0xFF9D), (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFD)]
SEA_BLOCKS = [(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0xA9E0, 0xA9FF),
              (0xAA60, 0xAADF)]
# Scripts whose marks are accents or optional points; elsewhere (Indic, Thai) a mark is a vowel and stays.
ACCENTED = [(0x0041, 0x058F), (0x0590, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0x1E00, 0x1FFF)]
OPTIONAL_MARKS = [(0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
                  (0x05C7, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
                  (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED)]
ZERO_WIDTH = [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF]
# Letters that no decomposition relates: spelled out, dotless, crossed, and the Arabic letters typed for one another.
EXTRA = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ı": "i", "İ": "i",
         "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ς": "σ", "ى": "ي", "ی": "ي", "ک": "ك",
         "ة": "ه"}


def within(code, blocks):
    return any(a <= code <= b for a, b in blocks)


def assigned():
    for code in range(0x110000):
        if not 0xD800 <= code <= 0xDFFF and u.category(chr(code)) not in ("Cn", "Co"):
            yield code


def fold(code):
    """What the character counts as; the character itself where nothing changes."""
    char = chr(code)
    if within(code, OPTIONAL_MARKS) or code in ZERO_WIDTH:
        return ""
    if char in EXTRA:
        return EXTRA[char]
    if u.category(char) == "Nd":
        return str(u.digit(char))
    if 0xFF01 <= code <= 0xFF9D and u.category(char)[0] in "LN":
        char = u.normalize("NFKC", char)
    lower = char.lower()
    if len(lower) != 1:
        lower = char
    if within(ord(lower), ACCENTED):
        base = "".join(c for c in u.normalize("NFD", lower) if not within(ord(c), OPTIONAL_MARKS))
        lower = base if len(base) == 1 else lower
    return EXTRA.get(lower, lower)


def word_class(code):
    """How the character's script writes words, or None outside words."""
    if u.category(chr(code))[0] not in "LMN":
        return None
    for value, blocks in ((HANGUL, HANGUL_BLOCKS), (CJK, CJK_BLOCKS), (SEA, SEA_BLOCKS)):
        if within(code, blocks):
            return value
    return SPACED


def extends(code):
    return u.category(chr(code))[0] == "M" or code in (0x200D, 0x200C) or 0x1F3FB <= code <= 0x1F3FF


def ranges(pairs):
    """Runs of one value; unassigned gaps inside a script's run stay gaps."""
    out = []
    for code, value in pairs:
        if out and out[-1][2] == value and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code, value])
    return out


def tables():
    folds, classes, extend = [], [], []
    for code in assigned():
        to = fold(code)
        if to != chr(code):
            folds.append((code, to))
        elif (value := word_class(code)) is not None:
            classes.append((code, value))
        if extends(code):
            extend.append((code, 0))
    # A folded character never meets the class table, so it may take its neighbour's class where that joins two ranges.
    folded = {code for code, _ in folds}
    joined = []
    for a, b, value in ranges(classes):
        if joined and joined[-1][2] == value and all(c in folded for c in range(joined[-1][1] + 1, a)):
            joined[-1][1] = b
        else:
            joined.append([a, b, value])
    return folds, joined, ranges(extend)


def runs(text, classes):
    """Runs of one class in folded text, as the core cuts them."""
    run, kind = "", None
    for char in "".join(fold(ord(c)) for c in text):
        value = next((v for a, b, v in classes if a <= ord(char) <= b), None)
        if value != kind and run:
            yield run, kind
            run = ""
        kind = value
        run = run + char if value else ""
    if run:
        yield run, kind


def common(classes):
    """Hashes of the features that the common words make: CRC-32 of a letter for the kind and the feature."""
    lines = [line.split(":", 1)[1] for line in WORDS.read_text("utf8").splitlines() if line and line[0] != "#"]
    hashes = set()
    for word in " ".join(lines).split():
        for run, kind in runs(word, classes):
            size = {CJK: 2, SEA: 3}.get(kind, len(run))
            grams = [run[i:i + size] for i in range(max(1, len(run) - size + 1))]
            hashes |= {zlib.crc32(b"w" + gram.encode()) for gram in grams}
            if kind == CJK and len(run) == 1:
                hashes.add(zlib.crc32(b"k" + run.encode()))
    return sorted(hashes)


def rust_common(hashes):
    return "\n".join(["//! Words that carry the grammar of a question, written by `tests/core/unicode_tables.py`.", "",
                      "/// Hashes of their features, sorted.", "#[rustfmt::skip]", "pub static COMMON: &[u32] = &[",
                      wrapped([f"{h:#010x}," for h in hashes], "    "), "];", ""])


def php_common(hashes):
    return "\n".join(["<?php", "/**", " * Words that carry the grammar of a question, written by tests/core/unicode_tables.py.",
                      " *", " * @package MxChat", " */", "", "declare( strict_types=1 );", "",
                      "namespace MxChat\\Core\\Polyfill\\Text;", "", "/**", " * Hashes of their features, as keys.", " */",
                      "final class Common {", "", "\tpublic const HASHES = [",
                      wrapped([f"{h:#010x} => 1," for h in hashes], "\t\t"), "\t];", "}", ""])


def wrapped(items, indent, width=108):
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 1 > width:
            lines.append(line.rstrip())
            line = indent
        line += item + " "
    return "\n".join(lines + [line.rstrip()])


def rust(folds, classes, extend):
    def char(code):
        return f"'\\u{{{code:x}}}'"
    names = {SPACED: "Spaced", HANGUL: "Hangul", CJK: "Cjk", SEA: "Sea"}
    single = [(c, ord(t)) for c, t in folds if len(t) == 1]
    small = [f"({c:#06x}, {t:#06x})," for c, t in single if max(c, t) < 0x10000]
    wide = [f"({char(c)}, {char(t)})," for c, t in single if max(c, t) >= 0x10000]
    many = [f'({char(c)}, "{t}"),' for c, t in folds if len(t) != 1]
    return "\n".join([
        f"//! Unicode {u.unidata_version}, written by `tests/core/unicode_tables.py`.",
        "",
        "use super::unicode::Class::{self, Cjk, Hangul, Sea, Spaced};",
        "",
        "/// Characters that fold to one other character, sorted; 16 bits hold almost all of them.",
        "#[rustfmt::skip]",
        "pub static FOLD: &[(u16, u16)] = &[", wrapped(small, "    "), "];",
        "",
        "/// The others that fold to one character, sorted.",
        "#[rustfmt::skip]",
        "pub static FOLD_WIDE: &[(char, char)] = &[", wrapped(wide, "    "), "];",
        "",
        "/// Characters that fold to nothing or to two characters, sorted.",
        "#[rustfmt::skip]",
        "pub static FOLD_LENGTH: &[(char, &str)] = &[", wrapped(many, "    "), "];",
        "",
        "/// Ranges of folded characters that stand in words, sorted.",
        "#[rustfmt::skip]",
        "pub static CLASSES: &[(char, char, Class)] = &[",
        wrapped([f"({char(a)}, {char(b)}, {names[v]})," for a, b, v in classes], "    "), "];",
        "",
        "/// Ranges of characters that belong to the one before them, sorted.",
        "#[rustfmt::skip]",
        "pub static EXTEND: &[(char, char)] = &[",
        wrapped([f"({char(a)}, {char(b)})," for a, b, _ in extend], "    "), "];", ""])


def php(folds, classes, extend):
    def escape(text):
        return '"' + "".join(f"\\u{{{ord(c):x}}}" if ord(c) > 126 else c for c in text) + '"'

    def regex(pairs):
        return "'" + "".join(f"\\x{{{a:x}}}-\\x{{{b:x}}}" if a != b else f"\\x{{{a:x}}}" for a, b in pairs) + "'"
    lines = ["<?php", "/**", f" * Unicode {u.unidata_version}, written by tests/core/unicode_tables.py.", " *",
             " * @package MxChat", " */", "", "declare( strict_types=1 );", "", "namespace MxChat\\Core\\Polyfill\\Text;", "",
             "/**", " * What a character counts as, how its script writes words, and where no cut may go.", " */",
             "final class Tables {", "", "\t/** Character => what it counts as, for strtr(). */", "\tpublic const FOLD = [",
             wrapped([f"{escape(chr(c))} => {escape(t)}," for c, t in folds], "\t\t"), "\t];"]
    for name, value in (("SPACED", SPACED), ("HANGUL", HANGUL), ("CJK", CJK), ("SEA", SEA)):
        lines += ["", "\t/** Inside of a regular expression's character class. */",
                  f"\tpublic const {name} = " + regex([(a, b) for a, b, v in classes if v == value]) + ";"]
    lines += ["", "\t/** Inside of a character class: what belongs to the character before it. */",
              "\tpublic const EXTEND = " + regex([(a, b) for a, b, _ in extend]) + ";", "}", ""]
    return "\n".join(lines)


def main():
    content = tables()
    hashes = common(content[1])
    files = {RUST: rust(*content), PHP: php(*content), RUST_COMMON: rust_common(hashes), PHP_COMMON: php_common(hashes)}
    if "--check" in sys.argv:
        wrong = [str(path) for path, text in files.items() if not path.exists() or path.read_text("utf8") != text]
        print("differs: " + ", ".join(wrong) if wrong else "the tables are as written")
        sys.exit(bool(wrong))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
        print(f"{path.relative_to(ROOT)}: {len(text)} bytes")
    print(f"{len(content[0])} folds, {len(content[1])} word ranges, {len(content[2])} extending ranges, {len(hashes)} common")


main()
