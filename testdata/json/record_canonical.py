#!/usr/bin/env python3
"""What Python's json makes of JSON texts: the judge of canonicalJson.

    record_canonical.py > canonical_cases.ndjson        the recorded cases
    record_canonical.py --generate 5000 --seed 7        as many others

One case a line: "input" (or "input_hex", if it is not UTF-8), and "output", or its "sha256" if it is long, or "error".
"""

import argparse
import hashlib
import json
import random
import sys

# Whole numbers of any length are kept; Python itself stops at 4,300 digits since 3.11.
sys.set_int_max_str_digits(0)

LONG = 4000

WRITTEN = [
    # values
    "{}", "[]", "null", "true", "false", "0", '""', '"x"', " \t\r\n[ ] ", '{ "a" : { } , "b" : [ [ ] ] }',
    '{"b":1,"a":[true,false,null],"c":{"z":0,"y":"x"}}',
    # whole numbers
    "-0", "[0,-0,1,-1,10,-10]", "9007199254740993", "-9223372036854775809", "1" + "0" * 60, "7" * 400,
    "[12345678901234567890123456789012345678901234567890]", "1" * 5000,
    # doubles
    "[1.0,-0.0,0.0,0e5,-0e-5,1e0,1E0,1e+0,1e-0]", "[1e-4,1e-5,1e-7,0.0001,0.00001,0.00009999999999999999]",
    "[1e15,1e16,1e17,9999999999999998.0,99999999999999990.0,1e21,1e22,123456789012345680.0]",
    "[1e400,-1e400,1e-400,-1e-400,1.7976931348623157e308,1.7976931348623159e308,5e-324,2e-324,2.5e-324]",
    "[2.2250738585072014e-308,2.2250738585072011e-308,4.9e-324,9.5367431640625e-07,5.684341886080802e-14]",
    "[0.1,0.10,0.30000000000000004,100.0,1e2,1.5e300,1e100,1e-100,-1.25E-10,3.141592653589793238462643383279]",
    "[9007199254740993.0,9007199254740992.5,0.1e1,10e-1,1.0e10,123456.789e3]", "0." + "0" * 400 + "1",
    "1" + "0" * 400 + ".0", "0.1000000000000000055511151231257827021181583404541015625",
    # what Python takes for numbers
    "NaN", "[NaN,Infinity,-Infinity]", '{"a":-Infinity}', "-NaN", "+1", "nan", "Inf", "-Infinit", "Infinityy",
    # strings
    r'"\"\\\/\b\f\n\r\t"', r'"\u0041\u00e9\u20ac\u0000\u001f\u007f\u0080\u2028\uffff\uFFFE"', '"/\x7f\x80é€\u2028\u2029"',
    '"😀\U0010ffff\U00010000"', r'"\ud83d\ude00"', r'"\uD83D\uDE00"', r'"\ud83d"', r'"\ude00\ud83d"', r'"\ud83d\ud83d\ude00"',
    r'"\ud83dx\ude00"', r'"\ud83d\n\ude00"', '"\\ud83d😀\\ude00"', r'"\u0022\u005c\u002f\u0008\u000a\u000c\u000d\u0009"',
    # order and duplicates of keys
    '{"b":1,"a":2,"":3,"B":4,"aa":5,"a b":6,"a\\u0000":7}', '{"a":1,"a":2}', '{"a":1,"b":2,"a":{"a":3,"a":4}}',
    '{"\uff5e":1,"😀":2,"\U0010ffff":3,"\ue000":4,"\ud7ff":5,"z":6}', r'{"\ud83d":1,"\ue000":2,"\ude00":3,"\ud83d\ude00":4}',
    r'{"\u0061":1,"a":2}', r'{"a":1,"\u0061":2}', r'{"\u0061b":1,"aa":2,"ac":3}', r'{"é":1,"\u00e9":2,"e":3,"\u00ea":4}',
    '{"é":1,"\\u00e8":2,"ê":3,"\\u00e9\\u0000":4}', r'{"a\/":1,"a/":2,"a0":3}', r'{"\n":1,"\u000a":2,"\t":3," ":4}',
    '{"😀":1,"\\ud83d\\ude00":2,"\\ud83d\\ude01":3,"\\ud83d😀":4}', '{"a":1,"a":1e400,"a":[]}',
    '{"10":1,"9":2,"1":3,"-1":4}', "{" + ",".join(f'"k{i * 7 % 40}":{i}' for i in range(60)) + "}",
    # depth
    "[" * 500 + "]" * 500, '{"a":' * 300 + "1" + "}" * 300,
    # refused
    "", " ", "[", "]", "{", "}", "[1,]", "[,1]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}', "{,}", "{a:1}", "{'a':1}", "[1]]",
    "1 2", "tru", "nul", "TRUE", "01", "-01", "00", "-", ".5", "5.", "1e", "1e+", "1.e1", "0x10", "1_000", '"', '"\\', '"\\u12"',
    '"\\u12g4"', '"\\x41"', '"\\ud83d\\u12"', '"\t"', '"\n"', '"\x00"', '"\x1f"', "/**/1", "1//", "\ufeff1", "\u00a01", "\x0c1",
    '{"a":1 "b":2}', '{1:2}', "[1}", '{"a":1]', "\u0661",
]

NOT_UTF8 = ["22ff22", "22c0af22", "22e080af22", "22eda08022", "22f490808022", "22e28222", "2280", "fffe7b00"]


def case_of(raw):
    """The case of these bytes."""
    try:
        case = {"input": raw.decode("utf-8")}
    except UnicodeDecodeError as error:
        return {"input_hex": raw.hex(), "error": str(error)}
    try:
        output = json.dumps(json.loads(case["input"]), sort_keys=True)
    except (ValueError, RecursionError) as error:
        case["error"] = str(error)
        return case
    if len(output) < LONG:
        case["output"] = output
    else:
        case["sha256"] = hashlib.sha256(output.encode()).hexdigest()
    return case


class Generator:
    """Texts at random: mostly JSON, written as oddly as it may be."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.budget = 0

    def text(self):
        kind = self.random.random()
        self.budget = 8000 if kind < 0.004 else self.random.randrange(1, 60)
        text = self.large() if kind < 0.004 else self.space() + self.value(0) + self.space()
        return self.damaged(text) if self.random.random() < 0.15 else text

    def large(self):
        """Long enough that its parts are large themselves."""
        if self.random.random() < 0.5:
            return "[" + ",".join(self.value(1) for _ in range(3000)) + "]"
        return "{" + ",".join(self.string() + ":" + self.value(1) for _ in range(3000)) + "}"

    def damaged(self, text):
        """A character more, less or another."""
        at = self.random.randrange(len(text) + 1)
        kept = at + self.random.randrange(2)
        return text[:at] + self.random.choice(["", *'{}[]",:\\0.eE+-nuN \t\x00é']) + text[kept:]

    def space(self):
        return "".join(self.random.choices(" \t\r\n", k=self.random.choice([0, 0, 0, 0, 1, 3])))

    def value(self, depth):
        self.budget -= 1
        if self.budget > 0 and depth < 40 and self.random.random() < (0.6 if depth < 4 else 0.45):
            return self.container(depth)
        return self.random.choice([self.number, self.number, self.string, self.literal])()

    def container(self, depth):
        count = self.random.choice([0, 1, 2, 3, 5, 9, 30])
        if self.random.random() < 0.4:
            items = [self.space() + self.value(depth + 1) + self.space() for _ in range(count)]
            return "[" + ",".join(items) + ("]" if items else self.space() + "]")
        members = []
        keys = []
        for _ in range(count):
            key = self.random.choice(keys) if keys and self.random.random() < 0.15 else self.string()
            keys.append(key)
            members.append(self.space() + key + self.space() + ":" + self.space() + self.value(depth + 1) + self.space())
        return "{" + ",".join(members) + ("}" if members else self.space() + "}")

    def literal(self):
        return self.random.choice(["true", "false", "null", "NaN", "Infinity", "-Infinity", "true", "false", "null"])

    def number(self):
        kind = self.random.randrange(8)
        sign = self.random.choice(["", "-"])
        if kind == 0:
            return sign + str(self.random.randrange(100))
        if kind == 1:
            return sign + self.digits(self.random.choice([16, 17, 19, 20, 40, 200]))
        if kind == 2:
            return sign + repr(self.random.random() * 10.0 ** self.random.randrange(-10, 25))
        if kind == 3:
            return sign + self.digits(self.random.randrange(1, 4)) + "." + "".join(self.random.choices("0123456789", k=self.random.choice([1, 2, 17, 25])))
        if kind == 4:
            # any bits that a double can have
            bits = self.random.getrandbits(64)
            return repr(float.fromhex(f"0x1.{bits >> 12:013x}p{self.random.randrange(-1074, 1024)}"))
        exponent = self.random.choice("eE") + self.random.choice(["", "+", "-"]) + str(self.random.choice([0, 1, 4, 5, 7, 15, 16, 17, 20, 22, 300, 308, 309, 323, 324, 400]))
        fraction = self.random.choice(["", ".0", ".5", ".25", ".123456789012345678901"])
        return sign + self.digits(self.random.choice([1, 1, 2, 17])) + fraction + self.random.choice(["", "0", "000"]) * bool(fraction) + exponent

    def digits(self, count):
        digits = "".join(self.random.choices("0123456789", k=count)).lstrip("0")
        return digits or "0"

    def string(self):
        return '"' + "".join(self.character() for _ in range(self.random.choice([0, 1, 1, 2, 2, 3, 6, 20]))) + '"'

    def character(self):
        kind = self.random.randrange(12)
        if kind < 5:
            return self.random.choice("abABz09 /._-")
        if kind == 5:
            return self.random.choice(["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"])
        if kind == 6:
            # around the places where the orders of code points and of UTF-16 differ
            return self.random.choice("\x7f\x80é\u07ff\u0800€\ud7ff\ue000\uff5e\uffff\U00010000😀\U0010ffff")
        if kind == 7:
            unit = self.random.choice([0x61, 0x22, 0x5C, 0x2F, 0x0A, 0x7F, 0xE9, 0x20AC, 0xD7FF, 0xE000, 0xFFFF, 0xD83D, 0xDE00, 0xD800, 0xDFFF])
            return self.escaped(unit)
        if kind == 8:
            return self.escaped(0xD83D) + self.escaped(0xDE00 + self.random.randrange(4))
        if kind == 9:
            return self.escaped(self.random.randrange(0x10000))
        if kind == 10:
            code = self.random.choice([self.random.randrange(0x80, 0xD800), self.random.randrange(0xE000, 0x110000)])
            return chr(code)
        return chr(self.random.choice([*range(0x20, 0x22), *range(0x23, 0x5C), *range(0x5D, 0x7F)]))

    def escaped(self, unit):
        digits = f"{unit:04x}"
        return "\\u" + (digits.upper() if self.random.random() < 0.5 else digits)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--generate", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.generate is None:
        cases = [case_of(text.encode("utf-8")) for text in WRITTEN]
        cases += [case_of(bytes.fromhex(digits)) for digits in NOT_UTF8]
    else:
        generator = Generator(arguments.seed)
        cases = (case_of(generator.text().encode("utf-8")) for _ in range(arguments.generate))
    for case in cases:
        print(json.dumps(case, ensure_ascii=True))


if __name__ == "__main__":
    main()
