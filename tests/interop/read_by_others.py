"""Writes interchanges with the plugins and has the readers of npm read them.

The readers are installed from package-lock.json into the folder given, once; where npm or its registry cannot be
reached, the test fails and says so.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def install(folder):
    """Installs what package-lock.json names, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = folder / "installed.json"
    wanted = (HERE / "package-lock.json").read_bytes()
    if installed.exists() and installed.read_bytes() == wanted and (folder / "node_modules").is_dir():
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed; the readers of others come from it (Debian: apt-get install nodejs npm)")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"npm could not install the readers of others (is its registry reachable?):\n{done.stdout}{done.stderr}")
    installed.write_bytes(wanted)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writer", required=True, help="the program interop_write")
    parser.add_argument("--folder", required=True, type=pathlib.Path, help="for packages and interchanges")
    arguments = parser.parse_args()
    node = shutil.which("node")
    if node is None:
        sys.exit("node is not installed; the readers of others run on it (Debian: apt-get install nodejs npm)")
    install(arguments.folder / "npm")
    written = arguments.folder / "written"
    shutil.rmtree(written, ignore_errors=True)
    subprocess.run([arguments.writer, "--use-colour", "no"], check=True,
                   env={**os.environ, "CROSSDOCK_INTEROP": str(written)})
    sys.exit(subprocess.run([node, HERE / "compare.js", arguments.folder / "npm", written], check=False).returncode)


main()
