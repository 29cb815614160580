// Reads every include of the tree and fails on an arrow that runs up, and on calls that belong behind a seam.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path root = CROSSDOCK_SOURCE_DIR;

// A layer may include those with a lower number, and itself. docs/architecture.md draws it.
const std::map<std::string, int> floors{{"base", 0},   {"document", 1}, {"bus", 2},      {"journal", 2}, {"plugins", 3},
                                        {"schema", 4}, {"mapping", 5},  {"partner", 6},  {"site", 7},    {"flow", 8},
                                        {"intake", 9}, {"service", 10}, {"commands", 11}};

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

std::vector<std::string> includes(const std::string& text, const std::string& beginning) {
    static const std::regex include(R"(#\s*include\s*["<]([^">]+)[">])");
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at)
        if ((*at)[1].str().rfind(beginning, 0) == 0) found.push_back((*at)[1].str());
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
    static const std::regex posix(
        R"(#\s*include\s*<(unistd|fcntl|sys/[a-z]+|pwd|signal|dlfcn|pthread|windows|io)\.h>)");
    each_source(root / "host", [&](const fs::path& file, const std::string& text) {
        const std::string relative = fs::relative(file, root).generic_string();
        if (relative.rfind("host/base/platform/", 0) == 0 || relative.rfind("host/service/", 0) == 0) return;
        INFO(relative);
        CHECK_FALSE(std::regex_search(text, posix));
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
