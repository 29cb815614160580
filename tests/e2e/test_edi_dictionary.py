"""`crossdock edi dictionary …` over the real program: invented tables become dictionaries that a format validates with."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from running_site import PATIENCE, PROGRAMS  # noqa: E402

RULE = "-" * 70 + "\n"
DIRECTORY = {
    "EDED.20A": RULE + "\n     9901  Kind code            [C]\n\n     Desc: Kind.\n\n     Repr: an..3\n\n"
                + RULE + "\n     9903  Number               [C]\n\n     Desc: Number.\n\n     Repr: n..6\n\n",
    "UNCL.20A": RULE + "\n     9901  Kind code            [C]\n\n     Desc: Kind.\n\n     Repr: an..3\n\n"
                "     1     Short test\n              It takes a second.\n\n     22    Long test\n              It does not.\n",
    "EDCD.20A": RULE + "\n       C901 KIND\n\n       Desc: Kind.\n\n010    9901  Kind code     M      an..3\n\n",
    "EDSD.20A": RULE + "\n       ZHD  HEAD\n\n       Function: To begin.\n\n"
                "010    C901 KIND                 M    1\n       9901  Kind code           M      an..3\n\n"
                "020    9903 NUMBER               C    1 n..6\n\n030    9903 OTHER NUMBER         C    1 n..6\n\n"
                "       Dependency note:\n       020  D2(020,030) All or none\n\n",
    "ZTEST_D.20A": "UNITED NATIONS STANDARD MESSAGE (UNSM)\n\nInvented message\n\nMessage Type : ZTEST\nVersion      : D\n"
                   "Release      : 20A\n\nPos    Tag Name                                      S   R\n\n"
                   "0010   UNH Message header                            M   1\n"
                   "0020   ---- Segment group 1  ------------------      M   2-----------+\n"
                   "0030   ZHD Head                                      M   1-----------+\n"
                   "0040   UNT Message trailer                           M   1\n",
}
TABLES = {
    "ELEHEAD.TXT": '"143","Set"\r\n"329","Number"\r\n"901","Kind"\r\n"96","Count"\r\n"324","Order"\r\n',
    "ELEDETL.TXT": '"143","ID","3","3"\r\n"329","AN","4","9"\r\n"901","ID","2","2"\r\n"96","N","1","10"\r\n'
                   '"324","AN","1","22"\r\n',
    "SEGHEAD.TXT": '"ST","Header"\r\n"SE","Trailer"\r\n"BEG","Beginning"\r\n',
    "SEGDETL.TXT": '"ST","01","143","M","1"\r\n"ST","02","329","M","1"\r\n"SE","01","96","M","1"\r\n'
                   '"SE","02","329","M","1"\r\n"BEG","01","901","M","1"\r\n"BEG","02","901","O","1"\r\n'
                   '"BEG","03","324","O","1"\r\n',
    "SETHEAD.TXT": '"850","Order","PO"\r\n"950","Other","ZZ"\r\n',
    "SETDETL.TXT": '"850","1","010","ST","M","1","0","0",""\r\n"850","1","020","BEG","M","1","0","0",""\r\n'
                   '"850","1","030","SE","M","1","0","0",""\r\n"950","1","010","ST","M","1","0","0",""\r\n'
                   '"950","1","020","ZZZ","M","1","0","0",""\r\n',
    "FREEFORM.TXT": "*ELECOD\r\n901, ,AA,1\r\nFirst kind\r\n*SEGNTE\r\nBEG,02,N,1\r\nP0203\r\n",
}


def message(heads):
    segments = ["UNH+1+ZTEST:D:20A:UN", *heads, f"UNT+{len(heads) + 2}+1"]
    return ("UNB+UNOC:3+A+B+261120:1105+R1'" + "".join(each + "'" for each in segments) + "UNZ+1+R1'").encode()


def order(beg, release="006030"):
    return ("ISA*00*          *00*          *ZZ*HARBOR         *01*098765432      *261120*1105*U*00401*000000007*0*P*>~"
            f"GS*PO*HARBOR*098765432*20261120*1105*7*X*{release}~ST*850*0001~{beg}~SE*3*0001~GE*1*7~IEA*1*000000007~"
            ).encode()


class EdiDictionaryTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="crossdock-dictionary-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        for name, text in DIRECTORY.items():
            self.write(f"d20a/{name}", text.encode())
        for name, text in TABLES.items():
            self.write(f"tables/{name}", text.encode())

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def edi(self, status, *words):
        return self.run_crossdock(status, "edi", *words)

    def run_crossdock(self, status, *words):
        environment = {key: value for key, value in os.environ.items() if key != "CROSSDOCK_SITE"}
        done = subprocess.run([PROGRAMS / "crossdock", *map(str, words)], capture_output=True,
                              cwd=self.folder.name, env=environment, timeout=60 * PATIENCE)
        self.assertEqual(done.returncode, status, done.stdout.decode() + done.stderr.decode())
        self.errors = done.stderr.decode()
        return done.stdout.decode()

    def found(self, status, file):
        return [(each["id"], each["tag"], each["element"]) for each in json.loads(self.edi(status, "validate", "--json", file))]

    def test_a_directory_is_imported_and_a_message_validated_with_it(self):
        good = self.write("good.edi", message(["ZHD+22+5+6", "ZHD+1"]))
        self.assertEqual(self.found(1, good), [("edifact.unknown-transaction-set", "UNH", 2)])
        told = self.edi(0, "dictionary", "import", "d20a", "--to", "dictionaries")
        self.assertIn("1 message, 3 segments, 6 composites", told)
        self.assertIn("wrote dictionaries/edifact/D.20A: ZTEST.dict, codes.dict, composites.dict", told)
        self.assertEqual(self.found(0, good), [])
        bad = self.write("bad.edi", message(["ZHD+22+five+6", "ZHD+7+5", "ZHD+1"]))
        self.assertEqual(self.found(1, bad), [
            ("edifact.bad-number", "ZHD", 2), ("edifact.code-not-in-list", "ZHD", 1),
            ("edifact.missing-conditional-element", "ZHD", 3), ("edifact.loop-over-max", "ZHD", None)])
        self.assertIn("22 Long test", self.edi(0, "inspect", good))

    def test_tables_are_imported_and_a_set_validated_with_them(self):
        done = json.loads(self.edi(1, "dictionary", "import", "tables", "--release", "006030", "--to", "dictionaries",
                                   "--json"))
        self.assertEqual((done["standard"], done["release"], done["messages"]), ("x12", "006030", ["850"]))
        self.assertEqual([(each["file"], each["line"], each["damage"]) for each in done["passed_over"]],
                         [("SETDETL.TXT", 5, True)])
        self.assertEqual(done["statements"], ["850 has from x12/005010: trace BEG03 order-number"])
        self.assertEqual(self.found(0, self.write("good.edi", order("BEG*AA**"))), [])
        self.assertEqual(self.found(1, self.write("bad.edi", order("BEG*AAA*AA"))), [
            ("x12.element-too-long", "BEG", 1), ("x12.missing-conditional-element", "BEG", 3)])

    def test_an_import_says_where_it_comes_from_and_is_listed_after_what_ships(self):
        self.edi(0, "dictionary", "import", "d20a", "--to", "dictionaries", "--messages", "ZTEST")
        head = (self.path / "dictionaries/edifact/D.20A/ZTEST.dict").read_text().splitlines()[1]
        self.assertRegex(head, r"^# Provenance: imported on \d{4}-\d\d-\d\d from d20a \(5 files, SHA-256 [0-9a-f]{64}\); ")
        listed = json.loads(self.edi(0, "dictionary", "list", "--json"))
        self.assertEqual(listed[0]["provenance"], None)
        self.assertIn("850", [each["id"] for each in listed[0]["messages"]])
        own = listed[-1]
        self.assertEqual((own["standard"], own["release"], own["messages"], own["code_lists"]),
                         ("edifact", "D.20A", [{"id": "ZTEST", "name": "Invented message"}], 2))
        self.assertIn("imported on", own["provenance"])
        self.assertIn("edifact/D.20A  dictionaries/edifact/D.20A", self.edi(0, "dictionary", "list"))

    def test_a_failed_import_writes_nothing_and_one_that_is_there_is_replaced_only_when_that_is_said(self):
        self.write("d20a/EDSD.20A", DIRECTORY["EDSD.20A"].replace("020    9903", "020    9999").encode())
        self.edi(1, "dictionary", "import", "d20a", "--to", "dictionaries")
        self.assertIn("EDSD.20A:10: 9999 is used here and described nowhere in the directory (dictionary.bad-source)",
                      self.errors)
        self.assertFalse((self.path / "dictionaries").exists())
        self.write("d20a/EDSD.20A", DIRECTORY["EDSD.20A"].encode())
        self.edi(0, "dictionary", "import", "d20a", "--to", "dictionaries")
        self.edi(1, "dictionary", "import", "d20a", "--to", "dictionaries")
        self.assertIn("--replace writes it anew", self.errors)
        self.edi(0, "dictionary", "import", "d20a", "--to", "dictionaries", "--replace")
        self.write("dictionaries/edifact/D.20A/own.dict", b"crossdock-dictionary 1\n")
        self.edi(1, "dictionary", "import", "d20a", "--to", "dictionaries", "--replace")
        self.assertIn("own.dict was not written by an import", self.errors)
        self.assertEqual([each.name for each in (self.path / "dictionaries").iterdir()], ["edifact"])

    def test_what_the_format_does_not_load_is_not_written(self):
        rows = TABLES["SETDETL.TXT"] + '"950","1","030","SE","M","1","0","0",""\r\n'
        deep = "".join(f'"950","1","{20 + level}","BEG","O","1","{level}","1","L{level}"\r\n' for level in range(1, 15))
        self.write("tables/SETDETL.TXT", rows.replace('"950","1","020","ZZZ","M","1","0","0",""\r\n', deep).encode())
        self.edi(1, "dictionary", "import", "tables", "--release", "006030", "--to", "dictionaries")
        self.assertIn("the format does not load what would be written, so nothing was", self.errors)
        self.assertIn("950.dict", self.errors)
        self.assertEqual(list((self.path / "dictionaries").iterdir()), [])
        self.edi(0, "dictionary", "import", "tables", "--release", "006030", "--to", "dictionaries", "--messages", "850")

    def test_a_site_reads_the_dictionaries_in_its_folder(self):
        self.run_crossdock(0, "init", "site")
        self.edi(0, "dictionary", "import", "tables", "--release", "006030", "--to", "site/dictionaries", "--messages", "850")
        self.write("site/certs/webshop.key", b"0123456789abcdef")
        self.run_crossdock(0, "check", "--site", "site")
        self.write("site/dictionaries/x12/006030/own.dict", b"crossdock-dictionary 1\nsegment ZXX \"X\" 9999\n")
        self.run_crossdock(1, "check", "--site", "site")
        self.assertIn("own.dict:2: ZXX uses element 9999, which is not defined", self.errors)

    def test_a_wrong_call_says_what_would_be_right(self):
        self.edi(2, "dictionary", "import")
        self.assertIn("crossdock edi dictionary import d96a --to dictionaries", self.errors)
        self.edi(1, "dictionary", "import", "nowhere", "--to", "dictionaries")
        self.assertIn("nowhere is no folder", self.errors)
        self.assertIn("dictionary import", self.edi(2, "dictionary"))
        self.assertIn("--messages", self.edi(0, "dictionary", "import", "--help"))


if __name__ == "__main__":
    unittest.main()
