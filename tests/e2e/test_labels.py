"""A plugin that is built outside the tree, against the installed SDK, works in a site."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import PROGRAMS, RunningSite, wait_for  # noqa: E402

ADD_LABELS = pathlib.Path(__file__).parents[2] / "packaging" / "demo" / "add-labels.sh"
SANITIZER = os.environ.get("CROSSDOCK_SANITIZER", "")


class LabelsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.TemporaryDirectory(prefix="crossdock-labels-")

    @classmethod
    def tearDownClass(cls):
        cls.work.cleanup()

    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def add_labels(self):
        words = [str(ADD_LABELS), str(PROGRAMS.resolve().parent), str(self.site.site), self.work.name]
        if SANITIZER:
            words.append(f"-DCMAKE_CXX_FLAGS=-fsanitize={SANITIZER}")
        done = subprocess.run(words, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_template_makes_a_label_of_each_order(self):
        self.assertIn("0 failed", self.add_labels())
        config = (self.site.site / "crossdock.xml").read_text()
        self.add_labels()
        self.assertEqual((self.site.site / "crossdock.xml").read_text(), config, "a second run changes nothing")
        self.assertRegex(self.site.command("plugins", "list").stdout, r"(?m)^labels +0\.1\.0 +labels \(sink\)$")
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(101, [x12_order("HS-1", 1), x12_order("HS-2", 2)]))
        labels = wait_for("a label for each order", lambda: len(found := self.site.files("out/labels", ".zpl")) == 2 and found)
        self.assertEqual([path.name for path in labels], ["HS-1.zpl", "HS-2.zpl"])
        text = labels[0].read_text()
        self.assertTrue(text.startswith("^XA") and text.endswith("^XZ\n"), text)
        for expected in ("Harbor Stores 12 Pier Road", "Portland, ME 04101", "^FDHS-1^FS"):
            self.assertIn(expected, text)
        wait_for("the ERP's file", lambda: len(self.site.files("out/erp", ".xml")) == 1)
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_a_plugin_that_was_changed_after_its_manifest_was_written_is_refused_by_name(self):
        self.add_labels()
        with open(self.site.site / "plugins" / "labels.so", "ab") as plugin:
            plugin.write(b"\0")
        self.assertRegex(self.site.command("plugins", "list").stdout, r"(?m)^labels +refused: .*manifest")
        checked = self.site.command("check", check=False)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("labels", checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
