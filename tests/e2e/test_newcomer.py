"""What somebody finds who has made a site: it is right, its golden cases pass, and every command explains itself."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from running_site import RunningSite  # noqa: E402


class NewcomerTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def commands(self):
        listed = self.site.run_command("--help").stdout.split("Commands:\n")[1].split("\n\n")[0]
        return [re.match(r"  ((?:\S+ )?\S+)  ", line).group(1).split() for line in listed.splitlines()]

    def test_the_golden_cases_that_ship_pass(self):
        done = self.site.command("test")
        self.assertRegex(done.stdout, r"\n\d+ passed, 0 failed\n$")
        self.assertIn("ok     x12-850-to-order/distributor\n", done.stdout)

    def test_every_command_explains_itself_with_examples(self):
        self.assertGreaterEqual(len(self.commands()), 19)
        for words in self.commands():
            with self.subTest(" ".join(words)):
                text = self.site.run_command(*words, "--help").stdout
                named = ["map", "test"] if words == ["test"] else words
                self.assertTrue(text.startswith("crossdock " + " ".join(named)), text)
                self.assertIn("\nExamples:\n  crossdock ", text)
                self.assertIn("--site DIR", text)

    def test_the_first_word_of_a_group_lists_its_commands(self):
        done = self.site.run_command("journal", check=False)
        self.assertEqual(done.returncode, 2)
        for name in ("journal stats", "journal verify", "journal backup", "journal purge"):
            self.assertIn(name, done.stdout)

    def test_an_unknown_command_is_refused(self):
        done = self.site.run_command("frobnicate", "--help", check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("there is no command 'frobnicate", done.stderr)


if __name__ == "__main__":
    unittest.main()
