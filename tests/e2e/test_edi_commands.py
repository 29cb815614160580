"""`crossdock edi …` over the real program: no site, no host, X12 and EDIFACT recognised by their formats."""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from running_site import PATIENCE, PROGRAMS  # noqa: E402


def x12(orders, style=("*", ">", "~\n"), number=7):
    """An interchange of one group; each order is (number, [segments between BEG and SE])."""
    segments = [f"ISA*00*          *00*          *ZZ*HARBOR         *01*098765432      *261120*1105*U*00401*{number:09}*0*P*>",
                f"GS*PO*HARBOR*098765432*20261120*1105*{number}*X*004010"]
    for index, (order, lines) in enumerate(orders, 1):
        body = [f"ST*850*{index:04}", f"BEG*00*SA*{order}**20261120", *lines]
        segments += [*body, f"SE*{len(body) + 1}*{index:04}"]
    segments += [f"GE*{len(orders)}*{number}", f"IEA*1*{number:09}"]
    text = style[2].join(segments) + style[2]
    return text.replace("*", "\x01").replace(">", style[1]).replace("\x01", style[0]).encode()


GOOD = ["N1*ST*Dock 4*92*HS012", "REF*DP*017", "PO1*1*24*EA*3.15**VN*CD-1180", "CTT*1"]
BAD = ["PO1*1*twelve*EA*9.95**VN*CD-1181", "CTT*1"]
EDIFACT = ("UNA:+.? 'UNB+UNOC:3+8712345678901:14+4012345000009:14+261120:1105+R?+1'"
           "UNH+1+ORDERS:D:96A:UN'BGM+220+HS-9+9'DTM+137:20261120:102'NAD+BY+5412345000013::9'"
           "LIN+1++4012345000016:EN'QTY+21:48'UNS+S'CNT+2:1'UNT+9+1'"
           "UNH+2+ORDERS:D:96A:UN'BGM+220+HS-10+9'DTM+137:20261120:102'NAD+BY+5412345000013::9'"
           "LIN+1++4012345000016:EN'QTY+21:viel'UNS+S'CNT+2:1'UNT+9+2'UNZ+2+R?+1'").encode()


class EdiCommandsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="crossdock-edi-")
        self.addCleanup(self.folder.cleanup)
        self.good = self.write("good.edi", x12([("HS-1", GOOD), ("HS-2", GOOD)]))
        self.bad = self.write("bad.edi", x12([("HS-1", GOOD), ("HS-2", BAD)]))
        self.edifact = self.write("orders.edifact", EDIFACT)

    def write(self, name, content):
        path = pathlib.Path(self.folder.name, name)
        path.write_bytes(content)
        return path

    def edi(self, status, *words, given=b""):
        environment = {key: value for key, value in os.environ.items() if key != "CROSSDOCK_SITE"}
        done = subprocess.run([PROGRAMS / "crossdock", "edi", *map(str, words)], input=given, capture_output=True,
                              cwd=self.folder.name, env=environment, timeout=60 * PATIENCE)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        self.errors = done.stderr.decode()
        return done.stdout.decode()

    def test_a_clean_file_has_no_findings(self):
        self.assertEqual(self.edi(0, "validate", self.good), "")
        self.assertEqual(json.loads(self.edi(0, "validate", "--json", self.good)), [])

    def test_findings_are_listed_with_their_place_and_what_would_be_right(self):
        line = self.edi(1, "validate", self.bad)
        self.assertIn("bad.edi: segment 12, PO102, byte ", line)
        self.assertIn("(x12.bad-number)", line)
        found = json.loads(self.edi(1, "validate", "--json", self.good, self.bad, self.edifact))
        self.assertEqual([each["id"] for each in found], ["x12.bad-number", "edifact.bad-number"])
        first = found[0]
        self.assertEqual((first["severity"], first["tag"], first["element"], first["component"]),
                         ("error", "PO1", 2, None))
        self.assertEqual((first["value"], first["expected"]), ("twelve", "a decimal number of 1 to 15 digits"))
        self.assertEqual((first["interchange"], first["transaction"]), ("000000007", "0002"))
        self.assertEqual(first["acknowledgement_code"], "6")
        offset = first["offset"]
        self.assertEqual(self.bad.read_bytes()[offset:offset + first["size"]], b"twelve")
        self.assertEqual((found[1]["tag"], found[1]["element"], found[1]["component"]), ("QTY", 1, 2))
        self.assertEqual(found[1]["interchange"], "R+1")

    def test_levels_choose_what_is_checked(self):
        self.assertEqual(self.edi(0, "validate", "--levels", "syntax,usage", self.bad), "")
        self.edi(2, "validate", "--levels", "everything", self.bad)
        self.assertIn("all, none, or a list of", self.errors)

    def test_dictionaries_of_ones_own_are_read_after_those_that_ship(self):
        own = pathlib.Path(self.folder.name, "own/x12/004010")
        own.mkdir(parents=True)
        (own / "ours.dict").write_text('crossdock-dictionary 1\nelement 324 AN 1..2 "Our order number"\n')
        found = json.loads(self.edi(1, "validate", "--json", "--dictionary", own.parent.parent, self.good))
        self.assertEqual({each["id"] for each in found}, {"x12.element-too-long"})
        (own / "ours.dict").write_text("nonsense\n")
        self.edi(2, "validate", "--dictionary", own.parent.parent, self.good)
        self.assertIn("ours.dict:1:", self.errors)
        self.edi(2, "validate", "--dictionary", "nowhere", self.good)
        self.assertIn("there is no folder nowhere", self.errors)

    def test_what_cannot_be_read_is_told_and_the_rest_is_read(self):
        other = self.write("other.txt", b"Dear sir, please send 24 lines.")
        self.edi(2, "validate", other)
        self.assertIn("does not begin like an interchange of", self.errors)
        self.edi(2, "validate", "nowhere.edi")
        self.assertIn("nowhere.edi cannot be read", self.errors)
        found = json.loads(self.edi(2, "validate", "--json", "nowhere.edi", self.folder.name, self.bad))
        self.assertEqual(len(found), 1)
        self.edi(2, "validate", self.write("empty.edi", b""))
        self.edi(2, "validate", "--format", "x12", other)
        self.assertIn("there is no interchange in it", self.errors)
        self.edi(2, "validate", "--format", "csv", self.good)
        self.assertIn("there is no format 'csv'; known are edifact, x12", self.errors)
        for command in ("validate", "inspect", "ack", "split", "diff"):
            self.edi(2, command)

    def test_an_interchange_is_shown_with_names_and_findings_in_place(self):
        tree = self.edi(0, "inspect", self.bad)
        self.assertNotIn("\x1b", tree)
        for text in ("Interchange 000000007", "from ZZ HARBOR to 01 098765432", "BEG01 00 Original", "N101 ST Ship to",
                     "PO107 CD-1180", "Transaction 0002  x12/004010/850  Purchase order",
                     "1 interchange, 2 transactions: 1 error, 0 warnings, 0 notes"):
            self.assertIn(text, tree)
        lines = tree.splitlines()
        place = next(index for index, line in enumerate(lines) if "PO102 twelve" in line)
        self.assertIn("! error: PO102 is 'twelve'", lines[place + 1])
        numbers = [int(line[:7]) for line in lines if line[:7].strip().isdigit()]
        self.assertEqual(numbers, sorted(numbers))

    def test_a_terminal_gets_colours_unless_it_wants_none(self):
        def shown(**more):
            leader, follower = os.openpty()
            done = subprocess.Popen([PROGRAMS / "crossdock", "edi", "inspect", self.bad], stdout=follower,
                                    env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, **more})
            os.close(follower)
            text = b""
            try:
                while piece := os.read(leader, 65536):
                    text += piece
            except OSError:  # the end of a terminal whose other side is closed
                pass
            os.close(leader)
            self.assertEqual(done.wait(60 * PATIENCE), 0)
            return text.decode()

        self.assertIn("\x1b[1;31m! error:\x1b[0m", shown())
        self.assertNotIn("\x1b", shown(NO_COLOR="1"))

    def test_edifact_is_recognised_and_shown(self):
        tree = self.edi(0, "inspect", "-", given=EDIFACT)
        for text in ("Interchange R+1", "BGM03 9 Original", "NAD01 BY Buyer", "QTY01-1 21 Ordered", "DTM01-3 102 YYYYMMDD"):
            self.assertIn(text, tree)
        self.assertIn("! error: QTY01-2 is 'viel'", tree)

    def test_a_transaction_that_no_dictionary_has_is_shown_as_it_came(self):
        unknown = self.write("unknown.edi", x12([("HS-1", GOOD)]).replace(b"ST*850", b"ST*204"))
        tree = self.edi(0, "inspect", unknown)
        self.assertIn("x12.unknown-transaction-set", tree)
        self.assertIn("as it came, because its type is not known:", tree)
        self.assertIn("BEG*00*SA*HS-1**20261120~\\n", tree)

    def test_transactions_are_split_into_interchanges_of_their_own(self):
        for source, names in ((self.bad, ["bad-0001-850-0001.edi", "bad-0002-850-0002.edi"]),
                              (self.edifact, ["orders-0001-ORDERS-1.edifact", "orders-0002-ORDERS-2.edifact"])):
            into = pathlib.Path(self.folder.name, "into", source.stem)
            printed = self.edi(0, "split", source, "--into", into).split()
            self.assertEqual(sorted(path.name for path in into.iterdir()), names)
            self.assertEqual([pathlib.Path(path).name for path in printed], names)
            whole = json.loads(self.edi(1, "validate", "--json", source))
            parts = json.loads(self.edi(1, "validate", "--json", *(into / name for name in names)))
            self.assertEqual([each["id"] for each in parts], [each["id"] for each in whole])
            self.assertEqual([pathlib.Path(each["file"]).name for each in parts], names[1:])
            for name in names:
                self.assertIn("1 interchange, 1 transaction", self.edi(0, "inspect", into / name))
            self.edi(1, "split", source, "--into", into)
            self.assertIn("is there already and is left as it is", self.errors)

    def test_what_is_cut_off_is_not_written(self):
        whole = x12([("HS-1", GOOD), ("HS-2", GOOD)])
        cut = self.write("cut.edi", whole[:whole.rindex(b"PO1")])
        into = pathlib.Path(self.folder.name, "cut")
        self.assertEqual(len(self.edi(1, "split", cut, "--into", into).split()), 1)
        self.assertIn("transaction 0002 at segment 10 is cut off", self.errors)
        self.edi(0, "validate", into / "cut-0001-850-0001.edi")
        self.assertIn("cut off", self.edi(0, "inspect", cut))

    def test_the_acknowledgement_is_printed_and_can_be_read(self):
        answer = self.edi(0, "ack", "--number", "42", self.bad)
        self.assertIn("AK5*A~", answer)
        self.assertIn("AK5*R*5~", answer)
        self.assertIn("*000000042*", answer)
        self.assertEqual(self.edi(0, "validate", "-", given=answer.encode()), "")
        self.edi(1, "ack", "-", given=answer.encode())
        self.assertIn("there is nothing to acknowledge", self.errors)
        answer = self.edi(0, "ack", self.edifact)
        self.assertIn("UCM+1+ORDERS:D:96A:UN+7", answer)
        self.assertIn("UCM+2+ORDERS:D:96A:UN+4", answer)
        self.assertEqual(self.edi(0, "validate", "-", given=answer.encode()), "")

    def test_delimiters_line_ends_and_control_numbers_are_no_difference(self):
        orders = [("HS-1", GOOD), ("HS-2", GOOD)]
        other = self.write("other.edi", x12(orders, ("|", "^", "'\r\n"), number=4711))
        self.assertEqual(self.edi(0, "diff", self.good, other), "")
        swapped = self.write("swapped.edi", x12([("HS-2", [GOOD[0] + "**", *GOOD[1:]]), ("HS-1", GOOD)]))
        self.assertEqual(self.edi(0, "diff", self.good, swapped), "")
        self.assertEqual(json.loads(self.edi(0, "diff", "--json", self.good, other)), [])
        self.assertEqual(self.edi(0, "diff", self.edifact, "-", given=EDIFACT.replace(b"'", b"'\n")), "")

    def test_differences_are_told_by_meaning(self):
        changed = self.write("changed.edi", x12([
            ("HS-1", [GOOD[0], "REF*VN*5", GOOD[1], GOOD[2].replace("*24*", "*25*"), "CTT*1"])]))
        told = self.edi(1, "diff", self.good, changed)
        self.assertIn("~ PO1-loop[1]/PO1/PO102: 24 → 25  (Quantity ordered)", told)
        self.assertIn("+ N1-loop[ST]/REF[VN]: REF01=VN REF02=5", told)
        self.assertIn("- transaction: x12/004010/850 HS-2", told)
        found = json.loads(self.edi(1, "diff", "--json", self.good, changed))
        self.assertEqual([each["kind"] for each in found], ["added", "changed", "removed"])
        test = self.write("test.edi", self.good.read_bytes().replace(b"*0*P*", b"*0*T*"))
        self.assertIn("~ interchange test: no → yes", self.edi(1, "diff", self.good, test))
        self.edi(2, "diff", self.good, "nowhere.edi")
        self.edi(2, "diff", "-", "-")

    def test_help_teaches(self):
        for command in ("inspect", "validate", "ack", "split", "diff"):
            text = self.edi(0, command, "--help")
            self.assertIn("Exit status:", text)
            self.assertIn(f"Examples:\n  crossdock edi {command} ", text)
            self.assertNotIn("--site", text)

    def test_a_large_file_is_read_in_little_memory(self):
        lines = [f"PO1*{line}*24*EA*3.15**VN*CD-1180" for line in range(1, 101)] + ["CTT*100"]
        one = x12([("HS-1", lines)])
        begin, end = one.index(b"ST*"), one.index(b"GE*")
        head, transaction, count = one[:begin], one[begin:end], 2000 if os.environ.get("CROSSDOCK_SANITIZER") else 32000
        large = pathlib.Path(self.folder.name, "large.edi")
        # Written piece by piece: what this process has in memory would count as that of its children.
        with large.open("wb") as file:
            file.write(head)
            for _ in range(count):
                file.write(transaction)
            file.write(one[end:].replace(b"GE*1*", b"GE*%d*" % count))
        self.assertEqual(self.edi(0, "validate", large), "")
        if not os.environ.get("CROSSDOCK_SANITIZER"):
            used_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            self.assertLess(used_kib, 64 * 1024)
            self.assertGreater(large.stat().st_size, 90 * 1024 * 1024)


if __name__ == "__main__":
    unittest.main()
