// Reads every include of the tree and fails on an arrow that runs up, and on calls that belong behind a seam.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path root = CROSSDOCK_SOURCE_DIR;

// A layer may include those with a lower number, and itself. docs/architecture.md draws it.
const std::map<std::string, int> floors{
    {"base", 0},    {"document", 1}, {"dictionary", 1}, {"bus", 2},  {"journal", 2}, {"plugins", 3},  {"schema", 4},
    {"mapping", 5}, {"partner", 6},  {"site", 7},       {"flow", 8}, {"intake", 9},  {"service", 10}, {"commands", 11}};

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

bool is_source(const fs::path& file) {
    const std::string ending = file.extension().string();
    return ending == ".cpp" || ending == ".hpp" || ending == ".h" || ending == ".c";
}

template <typename Visit>
void each_source(const fs::path& folder, Visit visit) {
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && is_source(entry.path())) visit(entry.path(), read(entry.path()));
}

// What the file includes, as it is named between quotes or angle brackets, of those that begin so.
std::vector<std::string> includes(const std::string& text, const std::string& beginning) {
    std::vector<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::size_t at = line.find_first_not_of(" \t");
        if (at == std::string::npos || line[at] != '#') continue;
        at = line.find_first_not_of(" \t", at + 1);
        if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
        const std::size_t begin = line.find_first_of("\"<", at);
        const std::size_t end = line.find_first_of("\">", begin + 1);
        if (end == std::string::npos) continue;
        std::string name = line.substr(begin + 1, end - begin - 1);
        if (name.rfind(beginning, 0) == 0) found.push_back(std::move(name));
    }
    return found;
}

}  // namespace

TEST_CASE("no layer of the host includes one above it") {
    std::size_t seen = 0;
    each_source(root / "host", [&](const fs::path& file, const std::string& text) {
        const fs::path relative = fs::relative(file, root / "host");
        if (std::distance(relative.begin(), relative.end()) < 2) return;
        const std::string layer = relative.begin()->string();
        INFO(relative.string());
        REQUIRE(floors.count(layer) == 1);
        for (const std::string& include : includes(text, "host/")) {
            const std::string used = include.substr(5, include.find('/', 5) - 5);
            INFO(include);
            REQUIRE(floors.count(used) == 1);
            CHECK((used == layer || floors.at(used) < floors.at(layer)));
            ++seen;
        }
    });
    CHECK(seen > 100);
}

TEST_CASE("plugins and the SDK include nothing of the host, and plugins nothing of each other but the shared engine") {
    for (const char* folder : {"plugins", "sdk"})
        each_source(root / folder, [&](const fs::path& file, const std::string& text) {
            INFO(file.string());
            CHECK(includes(text, "host/").empty());
            const fs::path relative = fs::relative(file, root);
            for (const std::string& include : includes(text, "plugins/"))
                if (include.rfind("plugins/edi/", 0) != 0)
                    CHECK(include.rfind((relative.parent_path().begin()->string() + "/" +
                                         std::next(relative.begin())->string() + "/"),
                                        0) == 0);
        });
}

TEST_CASE("calls of one operating system stay behind their seam") {
    const std::set<std::string> of_one_system{"unistd.h", "fcntl.h", "pwd.h",     "signal.h",
                                              "dlfcn.h",  "io.h",    "pthread.h", "windows.h"};
    each_source(root / "host", [&](const fs::path& file, const std::string& text) {
        const std::string relative = fs::relative(file, root).generic_string();
        if (relative.rfind("host/base/platform/", 0) == 0 || relative.rfind("host/service/", 0) == 0) return;
        INFO(relative);
        for (const std::string& include : includes(text, ""))
            CHECK_FALSE((of_one_system.count(include) > 0 || include.rfind("sys/", 0) == 0));
    });
}

TEST_CASE("every header is included once and every file says what it is for") {
    for (const char* folder : {"host", "plugins", "sdk"})
        each_source(root / folder, [&](const fs::path& file, const std::string& text) {
            INFO(file.string());
            if (file.extension() == ".hpp") CHECK(text.find("#pragma once") != std::string::npos);
            if (file.extension() != ".cpp") CHECK((text.rfind("//", 0) == 0 || text.rfind("/*", 0) == 0));
        });
}
