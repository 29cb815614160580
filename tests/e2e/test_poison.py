"""A transaction that its format's worker does not survive is parked, and its neighbours go through."""
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from running_site import PROGRAMS, RunningSite, wait_for  # noqa: E402

# The plugin whose format of lines dies, hangs or throws when a line says so.
TRIAL = PROGRAMS.parent / "tests" / "plugins" / "good" / "trial.so"

ADAPTERS = """
  <intake window="64KiB"/>
  <adapter name="lines" plugin="trial" type="lines" isolation="process" deadline="2s"/>
  <adapter name="lines-in" plugin="file" type="file-source" format="lines" poll="50ms">
    <property name="folder" value="in/lines"/>
    <property name="stable-for" value="50ms"/>
  </adapter>
  <adapter name="notes" plugin="file" type="file-sink">
    <property name="folder" value="out/notes"/>
    <property name="name" value="{id}.json"/>
  </adapter>
</site>"""
PARTNER = """<partner name="lines-sender">
  <identity qualifier="ZZ" id="SENDER"/>
  <agreement name="lines" format="lines">
    <ours qualifier="ZZ" id="RECEIVER"/>
    <duplicates by="none"/>
    <receive type="lines/1" map="lines-to-note" publish="note.received/1"/>
  </agreement>
</partner>
"""
SCHEMA = """{"$id": "note/1", "type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}"""
MAP = """<map name="lines-to-note" version="1.0.0" from="lines/1" to="note/1"><set to="text" value="a line"/></map>"""
FLOW = """<flow name="note" version="1.0.0"><on event="note.received/1"/><send to="notes" format="json"/></flow>"""


class PoisonTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite({"</site>": ADAPTERS})
        folder = self.site.site
        for name, text in {"partners/lines.xml": PARTNER, "schemas/note-1.json": SCHEMA, "maps/lines-to-note.xml": MAP,
                           "flows/note.xml": FLOW}.items():
            (folder / name).write_text(text)
        for name in ("in/lines", "out/notes"):
            (folder / name).mkdir(parents=True)
        shutil.copy(TRIAL, folder / "plugins" / "trial.so")
        subprocess.run([PROGRAMS / "crossdock-worker", "--write-manifest", folder / "plugins" / "trial.so"], check=True)
        self.site.command("check")
        self.site.start()

    def tearDown(self):
        self.site.close()

    def deliver(self, lines):
        hidden = self.site.site / "in" / "lines" / ".lines.part"
        hidden.write_text("".join(line + "\n" for line in lines))
        hidden.rename(self.site.site / "in" / "lines" / "lines.txt")

    def notes(self, count):
        return wait_for(f"{count} notes", lambda: len(self.site.files("out/notes", ".json")) == count, 60)

    def exceptions(self, count):
        return wait_for(f"{count} exceptions", lambda: len(found := self.site.json("exceptions", "list")) == count and found, 60)

    def test_a_line_that_kills_the_worker_twice_is_parked_and_its_neighbours_go_through(self):
        self.deliver(["first", "crash", "second", "fail", "third"])
        self.notes(3)
        by_code = {each["code"]: each for each in self.exceptions(2)}
        self.assertEqual(set(by_code), {"plugin.died", "trial.asked-to"})
        died = by_code["plugin.died"]
        self.assertRegex(died["subject"], r"^M\d+ transaction ")
        self.assertIn("adapter lines did not survive this twice; it is not tried again", died["text"])
        shown = self.site.command("exceptions", "show", died["id"]).stdout
        self.assertIn("bytes 6 to 11", shown)

    def test_a_line_that_hangs_the_worker_is_parked_with_the_deadline_as_its_reason(self):
        self.deliver(["first", "hang", "second"])
        self.notes(2)
        [hung] = self.exceptions(1)
        self.assertEqual(hung["code"], "plugin.deadline")

    def test_likewise_in_a_message_larger_than_the_window(self):
        self.deliver(["first", "crash"] + ["x" * 100] * 1000)
        self.notes(1001)
        [died] = self.exceptions(1)
        self.assertEqual(died["code"], "plugin.died")

    def test_a_message_that_kills_the_worker_while_it_is_split_is_parked_as_a_whole(self):
        self.deliver(["first", "split-crash"])
        [died] = self.exceptions(1)
        self.assertEqual(died["code"], "plugin.died")
        self.assertRegex(died["subject"], r"^M\d+$")

    def test_likewise_when_it_is_larger_than_the_window(self):
        self.deliver(["x" * 100] * 1000 + ["split-crash"])
        [died] = self.exceptions(1)
        self.assertEqual(died["code"], "plugin.died")
        self.assertIn("the format did not survive this message twice", died["text"])

    def test_the_host_takes_the_next_message_afterwards(self):
        self.deliver(["crash"])
        self.exceptions(1)
        self.deliver(["first"])
        self.notes(1)


if __name__ == "__main__":
    unittest.main()
