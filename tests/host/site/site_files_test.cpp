#include "host/site/site_files.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include "tests/temporary_folder.hpp"

using namespace crossdock;
using site::SiteFiles;

namespace {

struct SiteOnDisk {
    TemporaryFolder folder;

    SiteOnDisk() { write("site/crossdock.xml", "<crossdock/>"); }

    void write(const std::string& path, const std::string& text) const {
        const auto file = folder.path() / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }
    [[nodiscard]] Result<SiteFiles> read() const {
        return SiteFiles::read(folder.path() / "site", folder.path() / "shipped");
    }
    [[nodiscard]] std::vector<std::string> paths() const {
        std::vector<std::string> paths;
        const auto files = read();
        for (const auto& [path, text] : files->all()) paths.push_back(path);
        return paths;
    }
};

}  // namespace

TEST_CASE_METHOD(SiteOnDisk, "a folder without crossdock.xml is no site, and the error says how to make one") {
    const auto none = SiteFiles::read(folder.path() / "elsewhere", folder.path() / "shipped");
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().code == "site.not-found");
    CHECK_THAT(none.error().text, Catch::Contains("crossdock init"));
}

TEST_CASE_METHOD(SiteOnDisk, "what a deployment consists of is read, and what lies beside it is not") {
    write("site/partners/acme.xml", "<partner/>");
    write("site/maps/own/to-erp.xml", "<map/>");
    write("site/guides/harbor.guide", "guide x12/004010/850");
    write("site/maps/cases/to-erp/one/input.json", "{}");
    write("site/maps/.to-erp.xml.swp", "half");
    write("site/maps/notes.txt", "to do");
    write("site/journal/log.json", "{}");
    write("shipped/tables/unit.csv", "EA,each");
    CHECK(paths() == std::vector<std::string>{"crossdock.xml", "guides/harbor.guide", "maps/own/to-erp.xml",
                                              "partners/acme.xml", "shipped/tables/unit.csv"});
    CHECK(*read()->find("shipped/tables/unit.csv") == "EA,each");
    CHECK(read()->find("maps/to-erp.xml") == nullptr);
    CHECK(read()->in_folder("maps", ".xml") == std::vector<std::string>{"maps/own/to-erp.xml"});
}

TEST_CASE_METHOD(SiteOnDisk, "a deployment is another one when any of its files is, a partner's guide too") {
    write("site/guides/harbor.guide", "guide x12/004010/850");
    const std::string before = read()->digest();
    CHECK(read()->digest() == before);
    write("site/guides/harbor.guide", "guide x12/004010/855");
    const std::string changed = read()->digest();
    CHECK(changed != before);
    write("site/tables/unit.csv", "EA,each");
    CHECK(read()->digest() != changed);
}
