"""What somebody finds who has made a site: it is right, its golden cases pass, and every command explains itself."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order  # noqa: E402
from running_site import PROGRAMS, RunningSite, wait_for  # noqa: E402

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
QUICKSTART = REPOSITORY / "packaging" / "quickstart.sh"


class NewcomerTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def commands(self):
        listed = self.site.run_command("--help").stdout.split("Commands:\n")[1].split("\n\n")[0]
        return [re.match(r"  ((?:\S+ ){0,2}\S+)  ", line).group(1).split() for line in listed.splitlines()]

    def test_the_golden_cases_that_ship_pass(self):
        done = self.site.command("test")
        self.assertRegex(done.stdout, r"\n\d+ passed, 0 failed\n$")
        self.assertIn("ok     x12-850-to-order/distributor\n", done.stdout)

    def test_every_command_explains_itself_with_examples(self):
        self.assertGreaterEqual(len(self.commands()), 24)
        for words in self.commands():
            with self.subTest(" ".join(words)):
                text = self.site.run_command(*words, "--help").stdout
                named = ["map", "test"] if words == ["test"] else words
                self.assertTrue(text.startswith("crossdock " + " ".join(named)), text)
                self.assertIn("\nExamples:\n  crossdock ", text)
                # Commands on files of interchanges know no site.
                self.assertEqual("--site DIR" in text, words[0] != "edi", text)

    def test_the_first_word_of_a_group_lists_its_commands(self):
        done = self.site.run_command("journal", check=False)
        self.assertEqual(done.returncode, 2)
        for name in ("journal stats", "journal verify", "journal backup", "journal purge"):
            self.assertIn(name, done.stdout)

    def test_an_unknown_command_is_refused(self):
        done = self.site.run_command("frobnicate", "--help", check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("there is no command 'frobnicate", done.stderr)


class NoSiteTest(unittest.TestCase):
    """A folder that is no site."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crossdock-no-site-"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_every_command_that_needs_a_site_says_that_there_is_none_and_makes_nothing(self):
        for words in (["run"], ["check"], ["test"], ["map", "run", "a", "b"], ["trace", "HS-1"], ["show", "HS-1"],
                      ["resend", "S1"], ["exceptions", "list"], ["exceptions", "show", "X1"], ["exceptions", "retry", "X1"],
                      ["exceptions", "discard", "X1"], ["journal", "stats"], ["journal", "verify"],
                      ["journal", "backup", str(self.folder / "copy")], ["journal", "purge", "--older-than", "1d"]):
            with self.subTest(" ".join(words)):
                done = subprocess.run([str(PROGRAMS / "crossdock"), *words], cwd=self.folder, capture_output=True, text=True,
                                      timeout=60, env={**os.environ, "CROSSDOCK_SITE": ""})
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"no site here: crossdock.xml was not found in {self.folder}", done.stderr)
                self.assertIn("(site.not-found)", done.stderr)
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_site_on_which_no_host_has_run_has_no_journal_and_that_is_said(self):
        site = self.folder / "site"
        subprocess.run([str(PROGRAMS / "crossdock"), "init", str(site)], check=True, capture_output=True)
        done = subprocess.run([str(PROGRAMS / "crossdock"), "trace", "HS-1", "--site", str(site)], capture_output=True,
                              text=True)
        self.assertIn("no host has run on this site yet", done.stderr)
        self.assertFalse((site / "journal").exists())


class QuickstartTest(unittest.TestCase):
    def call(self, *words):
        return subprocess.run([str(QUICKSTART), *words], capture_output=True, text=True, timeout=60)

    def test_it_explains_itself_and_what_is_wrong_with_a_call(self):
        for words in (["--help"], ["demo", "--help"]):
            done = self.call(*words)
            self.assertEqual(done.returncode, 0)
            self.assertIn("quickstart.sh [--once] [FOLDER]", done.stdout)
        for words, said in ((["--twice"], "there is no option '--twice'"), (["a", "b"], "one folder is enough")):
            done = self.call(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(said, done.stderr)

    def test_it_leaves_the_site_of_a_running_host_alone_whatever_the_order_of_its_words(self):
        site = RunningSite()
        try:
            site.start()
            for words in (["--once", str(site.site)], [str(site.site), "--once"], [str(site.site)]):
                done = self.call(*words)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"a host runs on {site.site}", done.stderr)
                self.assertIn("nothing was touched", done.stderr)
            self.assertEqual(site.readiness(), "ready")
        finally:
            site.close()

    def test_it_does_not_move_a_folder_away_that_is_no_site(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "mine.txt").write_text("mine")
            done = self.call(folder)
            self.assertEqual(done.returncode, 1)
            self.assertIn("no site", done.stderr)


class GoldenCaseTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()
        self.cases = self.site.site / "maps" / "cases" / "web-order-to-order"

    def tearDown(self):
        self.site.close()

    def make_case(self, name, order):
        case = self.cases / name
        case.mkdir(parents=True)
        (case / "input.json").write_text(json.dumps(order))
        return case

    def test_what_map_run_prints_is_what_a_case_expects(self):
        shipped = PROGRAMS.parent / "mappings" / "maps" / "cases"
        for source in sorted(shipped.glob("*/*")):
            [given] = source.glob("input.*")
            case = self.site.site / "maps" / "cases" / source.parent.name / f"printed-{source.name}"
            case.mkdir(parents=True)
            shutil.copy(given, case)
            printed = self.site.command("map", "run", source.parent.name, str(given), "--json", check=False)
            (case / "expected.json").write_text(printed.stdout)
        done = self.site.command("test", check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertGreaterEqual(done.stdout.count("/printed-"), 8)

    def test_a_case_without_its_expectation_fails_by_itself(self):
        self.make_case("lonely", web_order("W-1"))
        (self.cases / "empty").mkdir()
        done = self.site.command("test", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"FAILED web-order-to-order/lonely\n .*a case has a file 'expected.json', such as "
                                      r"'crossdock map run' prints; this folder has none")
        self.assertRegex(done.stdout, r"FAILED web-order-to-order/empty\n .*a case has a file 'input\.\*'")
        self.assertIn("ok     x12-850-to-order/distributor\n", done.stdout)
        self.assertRegex(done.stdout, r"\n\d\d? passed, 2 failed\n$")


class IntegratorsPageTest(unittest.TestCase):
    """What docs/integrators.md has a reader write and type."""

    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def test_the_partner_of_the_page_is_connected_as_it_says(self):
        page = (REPOSITORY / "docs" / "integrators.md").read_text()
        blocks = [text for _, text in re.findall(r"```(\w*)\n(.*?)```", page, re.DOTALL)]
        [partner] = [text for text in blocks if text.startswith("<partner")]
        [mapping] = [text for text in blocks if text.startswith("<map")]
        [interchange] = [text for text in blocks if text.startswith("ISA*")]
        (self.site.site / "partners" / "northwind.xml").write_text(partner)
        (self.site.site / "maps" / "northwind-order.xml").write_text(mapping)
        self.assertEqual(self.site.command("check").stderr, "")
        case = self.site.site / "maps" / "cases" / "northwind-order" / "two-lines"
        case.mkdir(parents=True)
        (case / "input.x12").write_text(interchange)
        printed = self.site.command("map", "run", "northwind-order", str(case / "input.x12")).stdout
        (case / "expected.json").write_text(printed)
        self.assertIn("ok     northwind-order/two-lines\n1 passed, 0 failed\n",
                      self.site.command("test", "northwind-order").stdout)
        self.site.start()
        self.site.deliver_file("orders.edi", interchange)
        wait_for("the order's end",
                 lambda: "finished" in self.site.command("trace", "NW-450012", check=False).stdout)
        self.assertEqual(len(self.site.files("out/erp", ".xml")), 1)
        self.assertEqual(len(self.site.files("out/partners", ".edi")), 1)


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def mistakes(self, old="", new=""):
        config = self.site.site / "crossdock.xml"
        text = config.read_text()
        self.assertIn(old, text)
        config.write_text(text.replace(old, new, 1) if old else text)
        done = self.site.command("check", check=False)
        run = subprocess.run([str(PROGRAMS / "crossdock"), "run", "--site", str(self.site.site)], capture_output=True,
                             text=True, timeout=60) if done.returncode else None
        config.write_text(text)
        return done, run

    def test_check_finds_what_a_start_would(self):
        address = f"127.0.0.1:{self.site.ready_port}"
        for old, new, said in ((address, "127.0.0.1", "the port is missing"),
                               (address, "127.0.0.1:80x", "the port must be a number"),
                               (address, "somewhere:8079", "'somewhere' is no IP address"),
                               (address, "192.0.2.1:8079", "cannot listen on 192.0.2.1:8079"),
                               ('value="in/edi"', 'value="in/nowhere"', "adapter edi-in cannot be started: the folder to watch"),
                               ('value="out/erp"', 'value="out/nowhere"', "adapter erp cannot be started: the folder to write"),
                               ("certs/webshop.key", "certs/no.key", "adapter shop cannot be started: ")):
            with self.subTest(new):
                check, run = self.mistakes(old, new)
                self.assertEqual(check.returncode, 1)
                self.assertRegex(check.stderr, r"(?m)^crossdock\.xml:\d+:\d+: .*" + re.escape(said))
                self.assertEqual(run.returncode, 1)
                self.assertIn(said, run.stderr)

    def test_mistakes_of_every_file_are_shown_at_once(self):
        flow = self.site.site / "flows" / "order-to-erp.xml"
        flow.write_text(flow.read_text().replace('map="order-to-erp-xml"', 'map="order-to-erp-xlm"'))
        check, run = self.mistakes('value="in/edi"', 'values="in/edi"')
        for shown in (check.stderr, run.stderr):
            self.assertRegex(shown, r"(?m)^crossdock\.xml:\d+:\d+: ")
            self.assertRegex(shown, r"(?m)^flows/order-to-erp\.xml:\d+:\d+: there is no map 'order-to-erp-xlm'")

    def test_a_map_is_tried_whatever_is_wrong_elsewhere(self):
        order = self.site.site / "order.json"
        order.write_text(json.dumps(web_order("W-1")))
        (self.site.site / "maps" / "other.xml").write_text('<map name="other">')
        done = self.site.command("map", "run", "web-order-to-order", str(order))
        self.assertIn('"number": "W-1"', done.stdout)
        self.assertIn("elsewhere in the site there are mistakes, 1 of them", done.stderr)
        self.assertIn(" passed, 0 failed", self.site.command("map", "test", "web-order-to-order").stdout)
        wrong = self.site.command("map", "run", "other", str(order), check=False)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("maps/other.xml:1:", wrong.stderr)
        unknown = self.site.command("map", "test", "web-order-to-ordr", check=False)
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("did you mean web-order-to-order?", unknown.stderr)

    def test_a_port_that_the_running_host_has_is_no_mistake(self):
        self.site.start()
        self.assertEqual(self.mistakes()[0].stderr, "")


if __name__ == "__main__":
    unittest.main()
